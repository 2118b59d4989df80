"""Imports at the same moment, on a database that threads share: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connections

from lms.benchmarking import import_writing
from lms.benchmarking.actions import commit_import, import_file, read_import, start_import
from lms.benchmarking.closing import close_assessment
from lms.benchmarking.framework_seed import seed_framework
from lms.benchmarking.models import Assessment, BenchmarkImport, Score
from lms.people.models import Role
from tests.benchmarking.benchmark_files import CLUSTERS, XLSX, with_cells
from tests.factories import ClusterFactory, SectorFactory, person_with

NOW = datetime(2016, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def person(shared_db):
    """A coordinator, beside the framework and the six clusters."""
    seed_framework("ecei_2012")
    sector = SectorFactory()
    for code in CLUSTERS:
        ClusterFactory(code=code, slug=code.lower(), sector=sector)
    return person_with(Role.COORDINATOR)


def ready(by, content=XLSX):
    upload = start_import(file=ContentFile(content, name="benchmark.xlsx"), options={}, by=by, now=NOW)
    read_import(upload=upload, now=NOW)
    return upload


def together(*works):
    """Run each in a thread of its own from the same moment; return what each returned or raised."""
    start = Barrier(len(works))

    def run(work):
        start.wait(timeout=30)
        try:
            return work()
        except ValidationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def commit(upload, by, **options):
    own = BenchmarkImport.objects.get(pk=upload.pk)
    given = {"replace": False, "seen": own.preview["digest"], "by": by, "now": NOW}
    return lambda: commit_import(upload=own, **given | options)


def refusals(results):
    return [result for result in results if isinstance(result, ValidationError)]


def test_upload_committed_twice_at_once_is_written_once(person):
    upload = ready(person)
    results = together(*[commit(upload, person, replace=True) for _ in range(4)])
    assert len(refusals(results)) == 3
    assert (Assessment.objects.count(), Score.objects.count()) == (6, 186)
    upload.refresh_from_db()
    assert upload.status == "committed"


def test_two_uploads_of_one_round_at_once_are_not_mixed(person):
    uploads = [ready(person), ready(person, with_cells({"C8": 0}))]
    results = together(*[commit(upload, person) for upload in uploads])
    assert len(refusals(results)) == 1
    assert (Assessment.objects.count(), Score.objects.count()) == (6, 186)


def test_replacing_at_once_leaves_one_files_scores_and_tells_the_other(person):
    import_file(content=XLSX, filename="a.xlsx", options={}, replace=False, by=None, now=NOW)
    low = with_cells({f"{column}{row}": 0 for column in "CDEFGH" for row in range(8, 39)})
    high = with_cells({f"{column}{row}": 4 for column in "CDEFGH" for row in range(8, 39)})
    uploads = [ready(person, low), ready(person, high)]
    results = together(*[commit(upload, person, replace=True) for upload in uploads])
    assert len(refusals(results)) == 1
    assert len(set(Score.objects.values_list("value", flat=True))) == 1
    assert Score.objects.count() == 186


def test_closing_and_replacing_at_once_leave_evidence_whole(person):
    import_file(content=XLSX, filename="a.xlsx", options={}, replace=False, by=None, now=NOW)
    assessment = Assessment.objects.get(cluster__code="CBM")
    before = list(assessment.scores.order_by("pk").values_list("value", flat=True))
    upload = ready(person, with_cells({f"D{row}": 0 for row in range(8, 39)}))
    results = together(
        commit(upload, person, replace=True), lambda: close_assessment(assessment=assessment, by=person, now=NOW)
    )
    after = list(assessment.scores.order_by("pk").values_list("value", flat=True))
    assert Assessment.objects.get(pk=assessment.pk).is_closed
    assert after == (before if refusals(results) else [0] * 31)


def test_refused_half_way_leaves_nothing(person, monkeypatch):
    def broken(*args, **kwargs):
        raise ValidationError("stop")

    monkeypatch.setattr(import_writing, "_create_scores", broken)
    upload = ready(person)
    with pytest.raises(ValidationError, match="stop"):
        commit(upload, person)()
    assert (Assessment.objects.count(), Score.objects.count()) == (0, 0)
    upload.refresh_from_db()
    assert upload.status == "ready"
