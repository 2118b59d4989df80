"""The database itself keeps closed assessments as they are; every statement here goes round the model layer."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from lms.benchmarking.guards import GUARDS
from lms.benchmarking.models import Assessment, Score
from lms.dashboard.checks import triggers_are_installed
from lms.triggers import install, missing, unlocked
from tests.factories import AssessmentFactory, IndicatorFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed_score():
    """A score of an assessment that was closed after scoring, as in life."""
    score = ScoreFactory(value=Decimal(2))
    Assessment.objects.filter(pk=score.assessment_id).update(status="closed", closed_at="2016-04-01T10:00:00Z")
    return score


@pytest.fixture
def open_score():
    return ScoreFactory(value=Decimal(2))


def refused():
    return pytest.raises(IntegrityError, match="A closed assessment is evidence and cannot change")


def value_of(score):
    return Score.objects.values_list("value", flat=True).get(pk=score.pk)


def test_score_of_a_closed_assessment_cannot_be_changed(closed_score):
    with refused(), transaction.atomic():
        Score.objects.filter(pk=closed_score.pk).update(value=4)
    assert value_of(closed_score) == 2


def test_score_of_a_closed_assessment_cannot_be_deleted(closed_score):
    with refused(), transaction.atomic():
        Score.objects.filter(pk=closed_score.pk).delete()
    assert value_of(closed_score) == 2


def test_score_cannot_be_added_to_a_closed_assessment(closed_score):
    with refused(), transaction.atomic():
        Score.objects.create(assessment=closed_score.assessment, indicator=IndicatorFactory(), value=1)
    assert closed_score.assessment.scores.count() == 1


def test_score_cannot_be_moved_out_of_a_closed_assessment(closed_score):
    with refused(), transaction.atomic():
        Score.objects.filter(pk=closed_score.pk).update(assessment=AssessmentFactory())
    assert closed_score.assessment.scores.count() == 1


def test_score_cannot_be_moved_into_a_closed_assessment(closed_score, open_score):
    with refused(), transaction.atomic():
        Score.objects.filter(pk=open_score.pk).update(assessment=closed_score.assessment)
    assert closed_score.assessment.scores.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"assessed_on": "2013-01-01"}, {"kind": "audit"}, {"status": "open", "closed_at": None}],
    ids=["day", "kind", "reopened"],
)
def test_closed_assessment_cannot_be_changed(closed_score, change):
    before = Assessment.objects.values().get(pk=closed_score.assessment_id)
    with refused(), transaction.atomic():
        Assessment.objects.filter(pk=closed_score.assessment_id).update(**change)
    assert Assessment.objects.values().get(pk=closed_score.assessment_id) == before


def test_closed_assessment_cannot_be_deleted():
    closed = AssessmentFactory(closed=True)
    with refused(), transaction.atomic():
        closed.delete()
    assert Assessment.objects.filter(status="closed").count() == 1


def test_open_assessment_changes_and_goes(open_score):
    Score.objects.filter(pk=open_score.pk).update(value=Decimal(3))
    assert value_of(open_score) == 3
    added = Score.objects.create(assessment=open_score.assessment, indicator=IndicatorFactory(), value=1)
    added.delete()
    Assessment.objects.filter(pk=open_score.assessment_id).update(kind="audit")
    open_score.assessment.delete()
    assert (Assessment.objects.count(), Score.objects.count()) == (0, 0)


def test_unlocked_is_the_way_through_and_closes_behind_itself(closed_score):
    with unlocked("retention of the funding line is over"):
        Score.objects.filter(pk=closed_score.pk).update(value=4)
    assert value_of(closed_score) == 4
    with refused(), transaction.atomic():
        Score.objects.filter(pk=closed_score.pk).update(value=1)
    assert unlock_rows() == 0


def test_unlocked_with_an_error_inside_leaves_nothing_changed_and_nothing_open(closed_score):
    with pytest.raises(RuntimeError):
        purge_that_breaks(closed_score)
    assert value_of(closed_score) == 2
    assert unlock_rows() == 0
    with refused(), transaction.atomic():
        Score.objects.filter(pk=closed_score.pk).delete()


def purge_that_breaks(score):
    with unlocked("a purge that breaks"):
        Score.objects.filter(pk=score.pk).update(value=4)
        raise RuntimeError


def unlock_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_unlock")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_system_check_finds_a_dropped_trigger(guard):
    on_table = f' ON "{guard.table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {guard.name}{on_table}")
    assert missing(GUARDS) == [guard.name]
    errors = triggers_are_installed(databases=["default"])
    assert [(error.id, error.msg) for error in errors] == [("dashboard.E001", f"The trigger {guard.name} is missing.")]
    call_command("sync_triggers", verbosity=0)
    assert triggers_are_installed(databases=["default"]) == []


def test_installing_twice_changes_nothing(closed_score):
    install(GUARDS)
    install(GUARDS)
    with refused(), transaction.atomic():
        Score.objects.filter(pk=closed_score.pk).update(value=4)
    assert missing(GUARDS) == []
