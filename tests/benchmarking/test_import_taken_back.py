"""Taking an import back: what it created and is still open goes, after a question; all or nothing."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.benchmarking.actions import commit_import, import_file, read_import, start_import
from lms.benchmarking.models import Assessment, BenchmarkImport, Score
from lms.benchmarking.removing import withdraw_import
from lms.people.models import Role
from tests.benchmarking.benchmark_files import XLSX, edited, with_cells
from tests.benchmarking.import_files import XLSX_2016
from tests.factories import person_with
from tests.factories_courses import TrainingNeedFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2016, 5, 1, 9, tzinfo=UTC)


def committed(by, content=XLSX):
    upload = start_import(file=ContentFile(content, name="benchmark.xlsx"), options={}, by=by, now=NOW)
    read_import(upload=upload, now=NOW)
    commit_import(upload=upload, replace=True, seen=upload.preview["digest"], by=by, now=NOW)
    return upload


@pytest.fixture
def upload(programme, coordinator):
    return committed(coordinator)


@pytest.fixture
def take_back(client, coordinator, upload):
    """Press the button of the question; return the page that follows as a text."""
    client.force_login(coordinator)

    def take_back():
        page = client.post(address(upload, "take_back"), follow=True)
        return " ".join(page.content.decode().split())

    return take_back


def address(upload, name):
    return reverse(f"benchmark_import:{name}", args=[upload.key])


def close(*codes):
    Assessment.objects.filter(cluster__code__in=codes).update(status="closed", closed_at=NOW)


def test_question_names_what_would_go_and_changes_nothing(client, coordinator, upload, take_back):
    result = client.get(address(upload, "upload")).content.decode()
    assert f'href="{address(upload, "take_back")}"' in result
    page = client.get(address(upload, "take_back"))
    assert [found.cluster.code for found in page.context["assessments"]] == sorted(
        ["DITENAVE", "CBM", "POLO-PN", "SAN-DANIELE", "ASDI-SEDIA", "DITEDI"]
    )
    assert Assessment.objects.count() == 6


def test_import_is_taken_back_whole_and_once(client, upload, take_back):
    import_file(content=XLSX_2016, filename="b.xlsx", options={}, replace=False, by=None, now=NOW)
    text = take_back()
    assert "6 assessments were removed." in text
    assert "Taken back on" in text
    assert address(upload, "take_back") not in text
    assert {str(found.assessed_on) for found in Assessment.objects.all()} == {"2016-03-31"}
    assert Score.objects.count() == 186
    assert ModelLogEntry.objects.filter(action="benchmarking.remove").count() == 6
    assert "Nothing of this import is left" in take_back()
    assert Assessment.objects.count() == 6


def test_what_was_closed_stays(upload, take_back):
    close("CBM")
    assert "5 assessments were removed." in take_back()
    assert Assessment.objects.get().cluster.code == "CBM"


def test_one_need_keeps_them_all(programme, upload, take_back):
    assessment = Assessment.objects.get(cluster__code="CBM")
    indicator = programme.indicators.first()
    TrainingNeedFactory(cluster=assessment.cluster, assessment=assessment, indicator=indicator)
    assert "training needs were made from it" in take_back()
    assert (Assessment.objects.count(), Score.objects.count()) == (6, 186)
    assert "withdrawn_at" not in BenchmarkImport.objects.get().options


def test_scores_that_another_import_put_there_since_are_not_lost(upload, take_back):
    import_file(content=with_cells({"D8": 0}), filename="b.xlsx", options={}, replace=True, by=None, now=NOW)
    assert "Another import has replaced scores since" in take_back()
    assert Assessment.objects.count() == 6


def test_assessments_that_were_there_before_stay(coordinator, upload, client):
    Assessment.objects.get(cluster__code="CBM").delete()
    later = committed(coordinator, with_cells({"C8": 0}))
    assert withdraw_import(upload=later, by=coordinator, now=NOW) == 1
    assert Assessment.objects.count() == 5
    assert not Assessment.objects.filter(cluster__code="CBM").exists()


def test_upload_that_was_not_committed_has_nothing_to_take_back(client, coordinator, programme):
    upload = start_import(file=ContentFile(XLSX, name="a.xlsx"), options={}, by=coordinator, now=NOW)
    client.force_login(coordinator)
    assert client.get(address(upload, "take_back"), follow=True).status_code == 404
    assert client.post(address(upload, "take_back"), follow=True).status_code == 404


def test_nobody_else_takes_back(upload):
    with pytest.raises(PermissionDenied):
        withdraw_import(upload=upload, by=person_with(Role.REGIONAL_OFFICIAL), now=NOW)
    assert Assessment.objects.count() == 6


def test_question_costs_the_same_with_one_and_with_six(client, coordinator, programme, django_assert_num_queries):
    one = committed(coordinator, edited(lambda book: book["Scores"].delete_cols(4, 5)))
    many = committed(coordinator, XLSX_2016)
    client.force_login(coordinator)
    client.get(address(one, "take_back"))
    for upload in (one, many):
        with django_assert_num_queries(12):
            client.get(address(upload, "take_back"))
