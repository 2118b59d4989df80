"""A list of people: looked at first, then done once as a whole, or without the rows that have problems."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from lms.outbox.models import Message
from lms.people.list_actions import digest_of, empty_old_lists, invite_list, judged, start_list
from lms.people.list_reading import read_list
from lms.people.models import PeopleImport, Role, RoleGrant, User
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.people.list_files import csv_of, xlsx_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LISTS = reverse("people_lists:lists")
ADA = ["Ada", "Rossi", "Ada@clus3.example", "Cluster manager", "boats", "", "31/12/2027", "en"]
EVA = ["Eva", "Verdi", "eva@clus3.example"]
BAD = ["Ugo", "Neri", "ugo@clus3.example", "King"]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def boats():
    return ClusterFactory(code="BOATS", name="Barche del Friuli")


@pytest.fixture
def coordinator(client, boats):
    person = person_with(Role.COORDINATOR)
    person.language = "en"
    person.save()
    client.force_login(person)
    return person


def start(by, *rows, name="people.csv"):
    content = xlsx_of(*rows) if name.endswith("xlsx") else csv_of(*rows)
    return start_list(file=SimpleUploadedFile(name, content), by=by, now=NOW)


def invite(upload, by, *, leave_out=False, seen=None):
    digest = digest_of(judged(upload, NOW)) if seen is None else seen
    return invite_list(upload=upload, seen=digest, leave_out=leave_out, by=by, now=NOW)


def upload(client, content, name="people.csv"):
    return client.post(LISTS, {"file": SimpleUploadedFile(name, content)})


def counts():
    return User.objects.count(), RoleGrant.objects.count(), Message.objects.count()


def test_coordinator_uploads_looks_and_invites(client, coordinator, boats):
    before = counts()
    page = client.get(upload(client, csv_of(ADA, EVA))["Location"])
    assert counts() == before
    shown = page.context["page"]
    assert [(row.number, row.role, row.cluster, row.end) for row in shown["rows"]] == [
        (2, "Cluster manager", "Barche del Friuli", "31 Dec 2027"), (3, "", "", "")
    ]  # fmt: skip
    done = client.post(page.request["PATH_INFO"] + "invite/", {"seen": shown["digest"]}, follow=True)
    assert "2 people were invited or got a role." in done.content.decode()
    ada = User.objects.get(email="ada@clus3.example")
    grant = ada.role_grants.get()
    assert (ada.language, ada.invited_at, ada.has_usable_password()) == ("en", NOW, False)
    assert (grant.cluster, grant.valid_from, grant.valid_until) == (boats, NOW.date(), date(2027, 12, 31))
    assert (grant.granted_by, grant.applied, ada.groups.get().name) == (coordinator, True, "role:cluster_manager")
    letter = Message.objects.get(recipient=ada)
    assert letter.is_secret
    assert "- Cluster manager of Barche del Friuli, from 22 November 2026 until 31 December 2027" in letter.text
    assert Message.objects.get(recipient__email="eva@clus3.example").language == "it"
    for thing in (ada, grant):
        (entry,) = ModelLogEntry.objects.for_instance(thing)
        assert (entry.action, entry.user, entry.data) == ("wagtail.create", coordinator, {"file": "people.csv"})


def test_row_with_problems_stops_the_whole_list(client, coordinator):
    before = counts()
    address = upload(client, xlsx_of(ADA, BAD), "people.xlsx")["Location"]
    page = client.get(address)
    assert [(p.row, p.column) for p in page.context["page"]["problems"]] == [(3, "Role")]
    answer = client.post(address + "invite/", {"seen": page.context["page"]["digest"]}, follow=True)
    assert "The list has problems" in answer.content.decode()
    assert counts() == before


def test_rows_without_problems_are_invited_when_the_coordinator_says_so(client, coordinator):
    address = upload(client, csv_of(ADA, BAD, ["", "", "=1@x", "Tutor", "", "soon"]))["Location"]
    page = client.get(address).context["page"]
    assert (page["to_invite"], page["left_out"]) == (1, 2)
    client.post(address + "invite/", {"seen": page["digest"], "leave_out": "on"})
    assert User.objects.filter(email="ada@clus3.example").exists()
    assert not User.objects.filter(email="ugo@clus3.example").exists()
    done = client.get(address).context["page"]
    assert [(row.number, row.text) for row in done["rows"]] == [(2, "Invited"), (3, "Left out"), (4, "Left out")]


def test_rows_that_were_left_out_come_back_as_a_list_to_correct(client, coordinator):
    address = upload(client, csv_of(ADA, BAD, ["", "", "=1@x", "Tutor", "", "22/11/2026"]))["Location"]
    answer = client.get(address + "left-out.csv")
    assert "attachment" in answer["Content-Disposition"]
    heading, ugo, nobody = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert heading[-1] == "What to correct"
    assert ugo[:5] == ["ugo@clus3.example", "Ugo", "Neri", "", "King"]
    assert ugo[-1].startswith("Role: The role “King” is not known")
    assert nobody[0] == "'=1@x"
    assert nobody[-1].startswith("E-mail: “=1@x” is no e-mail address")
    again = client.get(upload(client, answer.content.replace(b"King", b"Instructor"))["Location"]).context["page"]
    assert again["ignored"] == []
    assert {p.row for p in again["problems"]} == {3}


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_template_is_a_list_whose_example_invites_nobody(client, coordinator, language, kind):
    User.objects.filter(pk=coordinator.pk).update(language=language)
    answer = client.get(reverse("people_lists:template", args=[kind]))
    table = read_list(answer.content, f"x.{kind}")
    assert (table.problems, len(table.columns), len(table.rows)) == ((), 8, 1)
    if kind == "xlsx":
        assert (
            load_workbook(BytesIO(answer.content)).worksheets[0]["B1"].value
            == {"it": "Nome", "en": "First name"}[language]
        )
    page = client.get(upload(client, answer.content, f"x.{kind}")["Location"]).context["page"]
    assert [(p.row, page["to_invite"]) for p in page["problems"]] == [(2, 0)]


def test_known_people_are_recognised_and_get_what_is_new(coordinator, boats):
    held = RoleGrantFactory(role=Role.CLUSTER_MANAGER, cluster=boats, user__email="Ada@clus3.example")
    eva = UserFactory(email="eva@clus3.example")
    found = judged(start(coordinator, ADA[:6], [*EVA, "Regional official"], ["", "", coordinator.email]), NOW)
    assert [str(entry.what) for entry in found.entries] == ["nothing", "role", "nothing"]
    upload = start(coordinator, ADA[:6], [*EVA, "Regional official"])
    assert invite(upload, coordinator) == 1
    assert eva.role_grants.get().role == Role.REGIONAL_OFFICIAL
    assert held.user.role_grants.count() == 1
    assert not Message.objects.exists()  # nobody is new


def test_list_is_done_once(coordinator):
    upload = start(coordinator, ADA)
    seen = digest_of(judged(upload, NOW))
    assert invite(upload, coordinator, seen=seen) == 1
    with pytest.raises(ValidationError, match="already"):
        invite(upload, coordinator, seen=seen)
    same = start(coordinator, ADA)
    with pytest.raises(ValidationError, match="nothing to do"):
        invite(same, coordinator)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("change", ["person", "role", "cluster", "day"])
def test_what_has_changed_since_is_looked_at_again(coordinator, boats, change):
    upload = start(coordinator, ADA, EVA)
    seen, now = digest_of(judged(upload, NOW)), NOW
    if change == "person":
        UserFactory(email="eva@clus3.example")
    elif change == "role":
        RoleGrantFactory(role=Role.CLUSTER_MANAGER, cluster=boats, user__email="ada@clus3.example")
    elif change == "cluster":
        boats.__class__.objects.update(code="SHIPS")
    else:
        now = NOW + timedelta(days=1)
    before = counts()
    with pytest.raises(ValidationError, match="changed since"):
        invite_list(upload=upload, seen=seen, leave_out=False, by=coordinator, now=now)
    assert counts() == before


def test_only_coordinators_invite_by_list(client, coordinator):
    upload = start(coordinator, ADA)
    stranger = person_with(Role.AUDITOR)
    for act in (lambda: start(stranger, ADA), lambda: invite(upload, stranger)):
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(stranger)
    own = reverse("people_lists:list", args=[upload.key])
    for answer in (client.get(LISTS), client.get(own), client.post(own + "invite/"), client.get(own + "left-out.csv")):
        assert answer.status_code in (302, 403)
    assert User.objects.filter(email="ada@clus3.example").count() == 0


def test_unknown_list_and_wrong_methods(client, coordinator):
    nobodys = "00000000-0000-0000-0000-000000000000"
    assert client.get(reverse("people_lists:list", args=[nobodys]), follow=True).status_code == 404
    assert client.post(reverse("people_lists:invite", args=[nobodys]), follow=True).status_code == 404
    assert client.get(reverse("people_lists:template", args=["exe"]), follow=True).status_code == 404
    assert client.get(reverse("people_lists:invite", args=[start(coordinator, ADA).key])).status_code == 405


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "people.csv", "The file is empty"),
        (b"x" * (2 * 1024 * 1024 + 1), "people.csv", "larger than 2 MB"),
        (csv_of(EVA).replace(b"Eva", b"\x00"), "people.csv", "binary data"),
        (b"PK\x03\x04 no workbook", "people.xlsx", "damaged"),
        (b"GIF89a", "people.gif", ".gif"),
        (b"hello;world\n", "people.csv", "No row of headings"),
        (csv_of(headings=["Nome", "E-mail"]), "people.csv", "no row stands below"),
        (csv_of(EVA, headings=["Nome", "Cognome", "E-mail", "Email"]), "people.csv", "“Email” heads a column"),
        (csv_of(*[EVA] * 501), "people.csv", "more than 500 rows"),
    ],
)
def test_what_is_no_list_gets_a_sentence_at_the_field(client, coordinator, content, name, words):
    page = upload(client, content, name)
    assert page.status_code == 200
    assert words in " ".join(page.context["form"].errors["file"])
    assert not PeopleImport.objects.exists()


def test_no_file_gets_a_sentence(client, coordinator):
    assert client.post(LISTS).context["form"].errors["file"] == ["Choose the file with the list."]


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "x" * 501, "%(value)s", "\u202e" * 9]
)
def test_whatever_a_cell_says_it_is_shown_and_never_run(client, coordinator, text):
    page = client.get(upload(client, csv_of([text, text, text, text, text, text, text, text]))["Location"])
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert page.context["page"]["problems"]


def test_columns_that_nobody_knows_are_named(client, coordinator):
    page = client.get(
        upload(client, csv_of([*EVA, "Tutor"], headings=["Nome", "Cognome", "E-mail", "Ruoli"]))["Location"]
    )
    assert page.context["page"]["ignored"] == ["Ruoli"]
    assert "Ruoli" in page.content.decode()


@pytest.mark.parametrize("seen", ["", "0" * 64, "\x00", "è"])
def test_inviting_without_having_looked_invites_nobody(client, coordinator, seen):
    listed = start(coordinator, ADA)
    client.post(reverse("people_lists:invite", args=[listed.key]), {"seen": seen})
    assert not User.objects.filter(email="ada@clus3.example").exists()


def people(number):
    return [["P", str(n), f"p{n}@clus3.example", "Cluster manager", "BOATS", "", "31/12/2027"] for n in range(number)]


@pytest.mark.parametrize("number", [1, 30])
def test_inviting_many_takes_as_many_queries_as_one(coordinator, django_assert_num_queries, number):
    upload = start(coordinator, *people(number))
    seen = digest_of(judged(upload, NOW))
    with django_assert_num_queries(23):
        assert invite(upload, coordinator, seen=seen) == number


def test_five_hundred_people_are_written_in_bulk(coordinator, django_assert_max_num_queries):
    upload = start(coordinator, *people(number := 500), name="people.xlsx")
    with django_assert_max_num_queries(70):  # SQLite takes a thousand values in a query, so rows come in some batches
        assert invite(upload, coordinator) == number
    assert Message.objects.count() == number
    assert RoleGrant.objects.filter(applied=True, role=Role.CLUSTER_MANAGER).count() == number


@pytest.mark.parametrize("number", [1, 30])
def test_page_of_a_list_takes_as_many_queries_for_many(client, coordinator, django_assert_num_queries, number):
    address = reverse("people_lists:list", args=[start(coordinator, *people(number), BAD).key])
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)
    PeopleImport.objects.create(filename="x", uploaded_by=coordinator, uploaded_at=NOW)
    with django_assert_num_queries(11):
        client.get(LISTS)


def test_old_lists_are_emptied(client, coordinator):
    old, young = start(coordinator, ADA, BAD), start(coordinator, EVA)
    invite(old, coordinator, leave_out=True)
    PeopleImport.objects.filter(pk=old.pk).update(uploaded_at=NOW - timedelta(days=31))
    assert empty_old_lists(now=NOW) == 1
    assert empty_old_lists(now=NOW) == 0
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.rows, old.problems, len(young.rows)) == ([], [], 1)
    assert client.get(reverse("people_lists:list", args=[old.key])).status_code == 200
    PeopleImport.objects.update(status="read")
    assert client.get(reverse("people_lists:list", args=[old.key])).status_code == 200
    with pytest.raises(ValidationError):
        invite(old, coordinator)
