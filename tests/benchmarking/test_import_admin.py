"""The import in the admin: upload, preview, commit; what is refused, and who never gets near."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from lms.benchmarking.actions import import_file, start_import
from lms.benchmarking.models import Assessment, BenchmarkImport, Score
from lms.benchmarking.tasks import commit_upload
from lms.people.models import Role
from tests.benchmarking.benchmark_files import CSV, XLSX, edited, with_cells
from tests.benchmarking.import_files import BROKEN, XLSX_2016
from tests.factories import ClusterFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db

UPLOADS = "/admin/benchmark-import/"


def named(content, name):
    file = BytesIO(content)
    file.name = name
    return file


@pytest.fixture
def admin(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def send(admin):
    """Upload a file; return the page that follows, with the upload in its context."""

    def send(content, name="benchmark.xlsx", **fields):
        return admin.post(UPLOADS, {"file": named(content, name), **fields}, follow=True)

    return send


@pytest.fixture
def commit(admin):
    """Press the button of a page; return the page that follows."""

    def commit(page, **fields):
        seen = {"seen": page.context["preview"].get("digest", "")}
        return admin.post(address(page.context["upload"], "commit"), seen | fields, follow=True)

    return commit


def address(upload, name):
    return reverse(f"benchmark_import:{name}", args=[upload.key])


def text_of(page):
    return " ".join(page.content.decode().split())


def stored_rows():
    return (Assessment.objects.count(), Score.objects.count())


def score(cluster, indicator):
    return Score.objects.get(assessment__cluster__code=cluster, indicator__code=indicator).value


def test_upload_is_previewed_and_nothing_written_before_the_commit(programme, send):
    page = send(XLSX)
    upload = page.context["upload"]
    assert (page.status_code, upload.status, upload.progress) == (200, "ready", 100)
    preview = page.context["preview"]
    assert [(row["code"], row["column"], row["state"], row["scored"]) for row in preview["clusters"]] == [
        ("DITENAVE", "C", "new", 31),
        ("CBM", "D", "new", 31),
        ("POLO-PN", "E", "new", 31),
        ("SAN-DANIELE", "F", "new", 31),
        ("ASDI-SEDIA", "G", "new", 31),
        ("DITEDI", "H", "new", 31),
    ]
    assert (preview["sheet"], preview["ignored_sheets"], preview["ignored_columns"]) == (
        "Scores",
        ["Clusters"],
        ["B (Name)"],
    )
    assert (preview["kind"], preview["assessed_on"].isoformat(), preview["needs_replace"]) == (
        "Interview",
        "2014-09-30",
        False,
    )
    assert 'name="replace"' not in text_of(page)
    assert stored_rows() == (0, 0)


def test_commit_writes_the_whole_file_and_leads_to_the_benchmarks(programme, coordinator, send, commit):
    page = commit(send(XLSX))
    assert page.context["upload"].status == "committed"
    assert stored_rows() == (6, 186)
    assert set(Assessment.objects.values_list("recorded_by", "source")) == {(coordinator.pk, "benchmark.xlsx")}
    assert 'href="/en/clusters/cbm/benchmark/"' in text_of(page)
    assert 'href="/en/benchmarks/"' in text_of(page)


def test_both_rounds_come_in_one_after_the_other(programme, send, commit):
    commit(send(XLSX))
    commit(send(XLSX_2016))
    assert stored_rows() == (12, 372)


def test_csv_comes_in_with_the_options_of_the_form(programme, send, commit):
    page = send(CSV.encode(), "scores.csv", framework=programme.pk, on="2014-09-30", kind="audit")
    assert page.context["preview"]["separator"] == ";"
    commit(page)
    assert set(Assessment.objects.values_list("kind", "assessed_on__year")) == {("audit", 2014)}
    assert stored_rows() == (6, 186)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_refused_file_says_why_and_changes_nothing(programme, send, case):
    import_file(content=XLSX_2016, filename="b.xlsx", options={}, replace=False, by=None, now=timezone.now())
    before = stored_rows()
    page = send(case.content, case.name)
    assert page.status_code == 200
    assert case.words in text_of(page)
    if "upload" in page.context:
        assert page.context["upload"].status == "refused"
        assert any((row.sheet, row.cell) == (case.sheet, case.cell) for row in page.context["problems"])
        assert 'href="/admin/benchmark-import/"' in text_of(page)
    assert stored_rows() == before


def test_refused_upload_cannot_be_committed_by_its_address(programme, send, admin):
    upload = send(with_cells({"E12": 7})).context["upload"]
    page = admin.post(address(upload, "commit"), {"replace": "on"}, follow=True)
    assert page.status_code == 200
    assert "cannot be committed" in text_of(page)
    assert stored_rows() == (0, 0)


def test_preview_tells_each_cell_that_would_change(programme, send, commit):
    commit(send(XLSX))
    page = send(with_cells({"C8": 0, "D9": "n.a."}))
    preview = page.context["preview"]
    told = [(c["cell"], c["cluster"], c["indicator"], c["old"], c["new"]) for c in preview["changes"]]
    assert told == [("C8", "DITENAVE", "ECEI-01", "3", "0"), ("D9", "CBM", "ECEI-02", "1", "not assessed")]
    assert [(row["state"], row["changed"]) for row in preview["clusters"]] == [("open", 1), ("open", 1)] + [
        ("open", 0)
    ] * 4
    assert 'name="replace"' in text_of(page)
    assert "<del>3</del> → <ins>0</ins>" in text_of(page)
    assert score("DITENAVE", "ECEI-01") == 3


def test_replacing_needs_the_tick(programme, send, commit):
    commit(send(XLSX))
    page = commit(send(with_cells({"C8": 0})))
    assert page.context["upload"].status == "ready"
    assert "Nothing was imported" in text_of(page)
    assert score("DITENAVE", "ECEI-01") == 3
    page = commit(page, replace="on")
    assert page.context["upload"].status == "committed"
    assert "Nothing was imported" not in text_of(page)
    assert score("DITENAVE", "ECEI-01") == 0
    assert stored_rows() == (6, 186)


def test_closed_assessment_refuses_the_upload_and_shows_where(programme, send, commit):
    commit(send(XLSX))
    Assessment.objects.filter(cluster__code="CBM").update(status="closed", closed_at=timezone.now())
    page = send(with_cells({"C8": 0}))
    assert [(row.sheet, row.cell) for row in page.context["problems"]] == [("Scores", "D7")]
    assert "is closed and cannot change" in text_of(page)
    assert [row["state"] for row in page.context["preview"]["clusters"]] == ["open", "closed"] + ["open"] * 4


def test_assessment_closed_between_preview_and_commit_is_respected(programme, send, commit):
    commit(send(XLSX))
    page = send(with_cells({"C8": 0}))
    Assessment.objects.update(status="closed", closed_at=timezone.now())
    page = commit(page, replace="on")
    assert page.context["upload"].status == "refused"
    assert len(page.context["problems"]) == 6
    assert score("DITENAVE", "ECEI-01") == 3


def test_two_uploads_of_one_file_are_imported_once_unless_replaced(programme, send, commit):
    first, second = send(XLSX), send(XLSX)
    assert first.context["upload"].key != second.context["upload"].key
    commit(first)
    page = commit(second)
    assert page.context["upload"].status == "ready"
    assert page.context["preview"]["needs_replace"]
    assert stored_rows() == (6, 186)


def test_commit_pressed_twice_does_no_harm(programme, send, commit):
    page = send(XLSX)
    commit(page)
    second = commit(page)
    assert second.status_code == 200
    assert "cannot be committed" in text_of(second)
    assert stored_rows() == (6, 186)


def test_cell_changed_between_preview_and_commit_takes_the_commit_back(programme, send, commit):
    commit(send(XLSX))
    page = send(with_cells({"C8": 0}))
    Score.objects.filter(assessment__cluster__code="CBM", indicator__code="ECEI-01").update(value=4)
    page = commit(page, replace="on")
    assert page.context["upload"].status == "ready"
    assert "something has changed meanwhile" in text_of(page)
    told = [(change["cell"], change["old"], change["new"]) for change in page.context["preview"]["changes"]]
    assert told == [("C8", "3", "0"), ("D8", "4", "1")]
    assert (score("DITENAVE", "ECEI-01"), score("CBM", "ECEI-01")) == (3, 4)
    page = commit(page, replace="on")
    assert page.context["upload"].status == "committed"
    assert (score("DITENAVE", "ECEI-01"), score("CBM", "ECEI-01")) == (0, 1)


def test_assessment_gone_between_preview_and_commit_takes_the_commit_back(programme, send, commit):
    commit(send(XLSX))
    page = send(XLSX)
    Assessment.objects.get(cluster__code="CBM").delete()
    page = commit(page, replace="on")
    assert page.context["upload"].status == "ready"
    assert [row["state"] for row in page.context["preview"]["clusters"]] == ["open", "new"] + ["open"] * 4
    assert stored_rows() == (5, 155)


@pytest.mark.parametrize("seen", ["", "0" * 64, "\x00", "x" * 5000])
def test_commit_without_the_preview_that_stands_is_taken_back(programme, send, commit, seen):
    page = commit(send(XLSX), seen=seen)
    assert page.context["upload"].status == "ready"
    assert stored_rows() == (0, 0)


def test_commit_reads_the_file_and_not_the_preview(programme, send, commit):
    page = send(XLSX)
    upload = page.context["upload"]
    upload.preview["scores"]["DITENAVE"]["ECEI-01"] = "0"
    upload.preview["clusters"] = []
    upload.save()
    commit(page)
    assert stored_rows() == (6, 186)
    assert score("DITENAVE", "ECEI-01") == 3


def test_indicator_added_between_preview_and_commit_is_noticed(programme, send, commit):
    page = send(XLSX)
    first = programme.indicators.first()
    first.pk, first.code = None, "ECEI-32"
    first.save()
    page = commit(page)
    assert page.context["upload"].status == "refused"
    assert "ECEI-32" in text_of(page)
    assert stored_rows() == (0, 0)


def test_upload_whose_file_is_gone_is_refused(programme, send, commit):
    page = send(XLSX)
    page.context["upload"].file.storage.delete(page.context["upload"].file.name)
    page = commit(page)
    assert (page.status_code, page.context["upload"].status) == (200, "refused")
    assert stored_rows() == (0, 0)


def test_any_coordinator_may_go_on_with_anothers_upload(programme, send, client):
    page = send(XLSX)
    client.force_login(person_with(Role.COORDINATOR))
    client.post(address(page.context["upload"], "commit"), {"seen": page.context["preview"]["digest"]})
    assert stored_rows() == (6, 186)


def test_waiting_upload_shows_progress_and_says_when_it_is_late(programme, coordinator, admin):
    now = timezone.now()
    upload = start_import(file=_django_file(XLSX), options={}, by=coordinator, now=now)
    page = admin.get(address(upload, "upload"))
    assert "The file is being read: 0 %" in text_of(page)
    assert "data-import-late hidden" in text_of(page)
    assert '<meta http-equiv="refresh"' in text_of(page)
    answer = admin.get(address(upload, "progress")).json()
    assert answer == {"is_done": False, "percent": 0, "text": "The file is being read: 0 %", "is_late": False}
    with time_machine.travel(now + timedelta(minutes=2), tick=False):
        assert admin.get(address(upload, "progress")).json()["is_late"]
        assert "data-import-late hidden" not in text_of(admin.get(address(upload, "upload")))


def test_work_left_lying_is_started_again(programme, coordinator, admin):
    upload = start_import(file=_django_file(XLSX), options={}, by=coordinator, now=timezone.now())
    page = admin.post(address(upload, "resume"), follow=True)
    assert page.context["upload"].status == "ready"
    BenchmarkImport.objects.update(status="committing", options={"seen": page.context["preview"]["digest"]})
    page = admin.post(address(upload, "resume"), follow=True)
    assert page.context["upload"].status == "committed"
    assert stored_rows() == (6, 186)
    page = admin.post(address(upload, "resume"), follow=True)
    assert "nothing left to do" in text_of(page)
    assert admin.get(address(upload, "progress")).json()["is_done"]


def test_commit_of_somebody_whose_role_ended_is_taken_back(programme, send, admin):
    upload = send(XLSX).context["upload"]
    BenchmarkImport.objects.update(status="committing")
    commit_upload.enqueue(str(upload.key), UserFactory().pk)
    page = admin.get(address(upload, "upload"))
    assert page.context["upload"].status == "ready"
    assert "Nothing was imported" in text_of(page)
    assert stored_rows() == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"file": "a text"},
        {"file": named(XLSX, "a.xlsx"), "framework": "99999999999999999999"},
        {"file": named(XLSX, "a.xlsx"), "framework": "x\x00y"},
        {"file": named(XLSX, "a.xlsx"), "on": "yesterday"},
        {"file": named(XLSX, "a.xlsx"), "kind": "guess"},
    ],
)
def test_form_that_cannot_be_right_is_shown_again(programme, admin, fields):
    page = admin.post(UPLOADS, fields)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not BenchmarkImport.objects.exists()


@pytest.mark.parametrize("name", ["x" * 400 + ".xlsx", "../../etc/passwd.xlsx", "è “nome”.xlsx", "a\x00b.xlsx"])
def test_any_file_name_is_taken(programme, send, name):
    page = send(XLSX, name)
    assert page.status_code == 200
    upload = BenchmarkImport.objects.get()
    assert upload.status == "ready"
    assert upload.file.name == f"imports/{upload.key}.xlsx"
    assert len(upload.filename) <= 250


def test_list_costs_the_same_with_one_and_with_thirty_uploads(programme, coordinator, admin, django_assert_num_queries):
    make = lambda n: BenchmarkImport.objects.bulk_create(  # noqa: E731
        BenchmarkImport(filename=f"{n}.xlsx", uploaded_by=coordinator) for n in range(n)
    )
    make(1)
    admin.get(UPLOADS)
    with django_assert_num_queries(12):
        admin.get(UPLOADS)
    make(29)
    with django_assert_num_queries(12):
        page = admin.get(UPLOADS)
    assert len(page.context["recent"]) == 20


def test_preview_costs_the_same_with_one_and_with_many_clusters(programme, admin, send, django_assert_num_queries):
    one = send(edited(lambda book: book["Scores"].delete_cols(4, 5))).context["upload"]
    for number in range(24):
        ClusterFactory(code=f"C{number:02}")

    def widen(book):
        sheet = book["Scores"]
        for number in range(24):
            for row in range(7, 39):
                sheet.cell(row, 9 + number, f"C{number:02}" if row == 7 else 2)

    many = send(edited(widen)).context["upload"]
    assert (len(one.preview["clusters"]), len(many.preview["clusters"])) == (1, 30)
    assert (len(one.preview["scores"]), len(many.preview["scores"])) == (1, 0)
    for upload in (one, many):
        with django_assert_num_queries(14):
            admin.get(address(upload, "upload"))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_else_comes_near(programme, send, client, role):
    upload = send(XLSX).context["upload"]
    cluster = ClusterFactory() if role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR) else None
    client.force_login(person_with(role, cluster))
    for name in ("upload", "progress", "commit", "resume", "take_back"):
        for method in (client.get, client.post):
            assert method(address(upload, name)).status_code in (302, 403)
    assert client.post(UPLOADS, {"file": named(XLSX, "a.xlsx")}).status_code in (302, 403)
    assert BenchmarkImport.objects.count() == 1
    assert stored_rows() == (0, 0)


@pytest.mark.parametrize("name", ["upload", "progress", "commit", "resume", "take_back"])
def test_unknown_upload_is_not_found(admin, name):
    ask = admin.get if name in ("upload", "progress") else admin.post
    page = ask(reverse(f"benchmark_import:{name}", args=[uuid.uuid4()]), follow=True)
    assert page.status_code == 404


def test_no_get_commits(programme, send, admin):
    upload = send(XLSX).context["upload"]
    assert admin.get(address(upload, "commit")).status_code == 405
    assert stored_rows() == (0, 0)


def test_menu_offers_the_import(admin):
    assert UPLOADS in admin.get("/admin/").content.decode()


def _django_file(content):
    from django.core.files.base import ContentFile

    return ContentFile(content, name="benchmark.xlsx")


def test_cluster_without_any_score_is_pointed_out_before_the_commit(programme, send):
    page = send(with_cells({f"D{row}": "n.v." for row in range(8, 39)}))
    assert page.context["upload"].status == "ready"
    assert "There is no score at all for Cbm:" in text_of(page)
    assert "no score at all" not in text_of(send(with_cells({"D8": "n.v."})))
