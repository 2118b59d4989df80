"""The database keeps sheets, their scores and files of closed assessments; statements here go round the model layer."""

import pytest
from django.db import IntegrityError, transaction

from lms.benchmarking.models import Assessment, AssessorSheet, EvidenceFile, Score, SheetScore
from tests.factories import ClusterFactory, IndicatorFactory
from tests.factories_benchmarks import make_framework
from tests.factories_scoring import NOW, assessor_of, begun, close_now, sheet_of, with_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_audit():
    cluster = ClusterFactory()
    assessor = assessor_of(cluster)
    audit = begun(cluster, make_framework(2), assessor, kind="audit", apart=True)
    sheet_of(audit, assessor, [1, 2])
    with_file(audit, assessor)
    return audit


@pytest.fixture
def closed_audit(open_audit):
    return close_now(open_audit)


CHANGES = {
    "sheet handed in again": lambda a: AssessorSheet.objects.update(handed_in_at=NOW),
    "sheet of another": lambda a: AssessorSheet.objects.update(assessor=assessor_of(a.cluster)),
    "sheet removed": lambda a: AssessorSheet.objects.all().delete(),
    "sheet added": lambda a: sheet_of(a, assessor_of(a.cluster)),
    "sheet score changed": lambda a: SheetScore.objects.update(value=4),
    "sheet text changed": lambda a: SheetScore.objects.update(evidence="x"),
    "sheet score unanswered": lambda a: SheetScore.objects.update(value=None, is_answered=False),
    "sheet score removed": lambda a: SheetScore.objects.filter(value=1).delete(),
    "sheet score added": lambda a: SheetScore.objects.create(
        sheet=a.sheets.first(), indicator=IndicatorFactory(), value=1
    ),
    "file swapped": lambda a: EvidenceFile.objects.update(sha256="0" * 64),
    "file removed": lambda a: EvidenceFile.objects.all().delete(),
    "file added": lambda a: EvidenceFile.objects.create(
        assessment=a, indicator=IndicatorFactory(), filename="x", size=1, uploaded_by=assessor_of(a.cluster),
        uploaded_at=NOW,
    ),
    "score added": lambda a: Score.objects.create(assessment=a, indicator=IndicatorFactory(), value=1),
    "submission changed": lambda a: Assessment.objects.update(submitted_at=NOW, submitted_by=assessor_of(a.cluster)),
    "number of assessors changed": lambda a: Assessment.objects.update(assessors_needed=1),
    "reason changed": lambda a: Assessment.objects.update(returned_reason="x"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_of_a_closed_assessment_changes(closed_audit, change):
    with pytest.raises(IntegrityError, match="A closed assessment is evidence"), transaction.atomic():
        CHANGES[change](closed_audit)


@pytest.mark.parametrize("change", CHANGES)
def test_all_of_it_changes_while_it_is_open(open_audit, change):
    CHANGES[change](open_audit)


@pytest.mark.parametrize("change", [{"evidence": "x"}, {"entered_at": NOW}, {"is_answered": False, "value": None}])
def test_what_is_said_beside_a_closed_score_stays(closed_audit, change):
    other = begun(ClusterFactory(), closed_audit.framework, assessor_of(closed_audit.cluster), kind="interview")
    score = Score.objects.create(assessment=other, indicator=other.framework.indicators.first(), value=2)
    close_now(other)
    with pytest.raises(IntegrityError, match="A closed assessment is evidence"), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(**change)


def test_file_and_sheet_cannot_leave_a_closed_assessment(closed_audit):
    other = begun(ClusterFactory(), closed_audit.framework, assessor_of(closed_audit.cluster), kind="audit", apart=True)
    for rows in (EvidenceFile.objects, AssessorSheet.objects):
        with pytest.raises(IntegrityError, match="A closed assessment is evidence"), transaction.atomic():
            rows.update(assessment=other)


@pytest.mark.parametrize("model", [Score, SheetScore])
def test_level_without_an_answer_is_refused_by_the_table(open_audit, model):
    of = {"assessment": open_audit} if model is Score else {"sheet": open_audit.sheets.first()}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**of, indicator=IndicatorFactory(), value=2, is_answered=False)
