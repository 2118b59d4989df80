"""The actions behind the import: who may, what is kept for how long, and a second framework beside the first."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from openpyxl import Workbook

from lms.benchmarking.actions import (
    ask_to_commit,
    commit_import,
    import_file,
    purge_old_imports,
    read_import,
    resume_import,
    start_import,
)
from lms.benchmarking.import_findings import ImportRefused, restored, sentence
from lms.benchmarking.models import Assessment, BenchmarkImport, Score
from lms.people.models import Role
from tests.benchmarking.benchmark_files import CLUSTERS, XLSX, with_cells
from tests.factories import FrameworkFactory, IndicatorFactory, IndicatorGroupFactory, person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2016, 5, 1, 9, tzinfo=UTC)
Status = BenchmarkImport.Status


def started(by, content=XLSX):
    return start_import(file=ContentFile(content, name="benchmark.xlsx"), options={}, by=by, now=NOW)


@pytest.fixture
def ready(programme, coordinator):
    upload = started(coordinator)
    read_import(upload=upload, now=NOW)
    assert upload.status == Status.READY
    return upload


def aged(upload, status):
    """Make the upload 31 days old and give it a status."""
    BenchmarkImport.objects.filter(pk=upload.pk).update(status=status, uploaded_at=NOW - timedelta(days=31))
    return upload.file.storage, upload.file.name


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_but_a_coordinator_imports(ready, role):
    of_cluster = role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR)
    stranger = person_with(role, *([_cluster()] if of_cluster else []))
    file = ContentFile(XLSX, name="benchmark.xlsx")
    for attempt in (
        lambda: start_import(file=file, options={}, by=stranger, now=NOW),
        lambda: ask_to_commit(upload=ready, replace=False, seen="", by=stranger, now=NOW),
        lambda: commit_import(upload=ready, replace=False, seen=ready.preview["digest"], by=stranger, now=NOW),
        lambda: resume_import(upload=ready, by=stranger, now=NOW),
        lambda: import_file(content=XLSX, filename="a.xlsx", options={}, replace=False, by=stranger, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (BenchmarkImport.objects.count(), Score.objects.count()) == (1, 0)


def test_second_commit_of_an_upload_is_refused_politely(ready, coordinator):
    commit_import(upload=ready, replace=False, seen=ready.preview["digest"], by=coordinator, now=NOW)
    with pytest.raises(ValidationError) as refused:
        commit_import(upload=ready, replace=True, seen=ready.preview["digest"], by=coordinator, now=NOW)
    assert len(refused.value.messages) == 1
    assert (ready.status, ready.committed_at, Score.objects.count()) == (Status.COMMITTED, NOW, 186)


def test_reading_again_leaves_a_committed_upload_alone(ready, coordinator):
    commit_import(upload=ready, replace=False, seen=ready.preview["digest"], by=coordinator, now=NOW)
    read_import(upload=ready, now=NOW)
    assert ready.status == Status.COMMITTED


def test_oversized_file_is_refused_before_it_is_kept(coordinator):
    with pytest.raises(ImportRefused):
        started(coordinator, b"x" * (10 * 1024 * 1024 + 1))
    assert not BenchmarkImport.objects.exists()


def test_stored_problems_are_told_in_the_readers_language(programme, coordinator):
    upload = started(coordinator, with_cells({"E12": 7}))
    read_import(upload=upload, now=NOW)
    (kept,) = upload.problems
    with translation.override("en"):
        assert sentence(restored(kept)).startswith("Sheet “Scores”, cell E12: 7 is no level of ECEI-05")


def test_day_after_today_is_refused_by_the_italian_calendar(programme):
    late_evening = datetime(2014, 9, 29, 22, 30, tzinfo=UTC)  # 0.30 of the 30th in Italy
    import_file(content=XLSX, filename="a.xlsx", options={}, replace=False, by=None, now=late_evening)
    with pytest.raises(ImportRefused):
        import_file(
            content=XLSX, filename="a.xlsx", options={}, replace=True, by=None, now=late_evening - timedelta(hours=1)
        )


def test_committed_upload_outlives_its_file(ready, coordinator):
    commit_import(upload=ready, replace=False, seen=ready.preview["digest"], by=coordinator, now=NOW)
    storage, name = aged(ready, Status.COMMITTED)
    assert purge_old_imports(now=NOW) == 1
    kept = BenchmarkImport.objects.get()
    assert (kept.status, bool(kept.file), kept.filename) == (Status.COMMITTED, False, "benchmark.xlsx")
    assert not storage.exists(name)
    assert purge_old_imports(now=NOW) == 0


@pytest.mark.parametrize("status", [Status.READING, Status.REFUSED, Status.READY, Status.COMMITTING])
def test_upload_that_came_to_nothing_goes_with_its_file(ready, status):
    storage, name = aged(ready, status)
    assert purge_old_imports(now=NOW) == 1
    assert not BenchmarkImport.objects.exists()
    assert not storage.exists(name)


def test_upload_of_thirty_days_is_kept(ready):
    BenchmarkImport.objects.update(uploaded_at=NOW - timedelta(days=30))
    assert purge_old_imports(now=NOW) == 0
    assert ready.file.storage.exists(ready.file.name)


def test_second_framework_lives_beside_the_first(programme):
    other = _framework_of_34()
    import_file(content=XLSX, filename="ecei.xlsx", options={}, replace=False, by=None, now=NOW)
    import_file(content=_workbook_of_34(), filename="other.xlsx", options={}, replace=False, by=None, now=NOW)
    rounds = Assessment.objects.filter(assessed_on="2014-09-30", kind="interview")
    assert rounds.filter(framework=programme).count() == 6
    assert rounds.filter(framework=other).count() == 6
    assert [a.scores.count() for a in rounds.filter(framework=programme)] == [31] * 6
    assert [a.scores.count() for a in rounds.filter(framework=other)] == [34] * 6
    of_cbm = Score.objects.filter(assessment__framework=other, assessment__cluster__code="CBM")
    assert of_cbm.get(indicator__code="Q34").value == Decimal(5)
    assert {s.indicator.group.framework_id for s in of_cbm.select_related("indicator__group")} == {other.pk}


def test_each_framework_keeps_its_own_scale(programme):
    _framework_of_34()
    with translation.override("en"):
        with pytest.raises(ImportRefused, match="0 is no level of Q01: write one of 1; 2; 3; 4; 5"):
            import_file(
                content=_workbook_of_34(first=0), filename="o.xlsx", options={}, replace=False, by=None, now=NOW
            )
        with pytest.raises(ImportRefused, match="5 is no level of ECEI-01"):
            import_file(content=with_cells({"C8": 5}), filename="e.xlsx", options={}, replace=False, by=None, now=NOW)
    assert not Score.objects.exists()


def _cluster():
    from lms.clusters.models import Cluster

    return Cluster.objects.first()


def _framework_of_34():
    framework = FrameworkFactory(code="NORD", version="3", name_en="Northern quality", scale=range(1, 6))
    groups = [IndicatorGroupFactory(framework=framework, code=f"N{number}") for number in range(7)]
    for number in range(1, 35):
        IndicatorFactory(group=groups[number % 7], code=f"Q{number:02}", min_level=1, max_level=5)
    return framework


def _workbook_of_34(first=1):
    book = Workbook()
    sheet = book.active
    for row in (
        ["Framework", "Northern quality"],
        ["Version", "3"],
        ["Assessed on", "30/09/2014"],
        ["Kind", "interview"],
    ):
        sheet.append(row)
    sheet.append(["Indicator", *CLUSTERS])
    for number in range(1, 35):
        sheet.append([f"Q{number:02}", first if number == 1 else number % 5 + 1, *[5] * 5])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
