"""Closing an assessment: by a coordinator, once, and only when every indicator has its say."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from wagtail.models import ModelLogEntry

from lms.benchmarking.closing import close_assessment
from lms.benchmarking.models import Assessment, Score
from lms.people.models import Role
from tests.factories import AssessmentFactory, IndicatorFactory, IndicatorGroupFactory, person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2016, 4, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def assessment():
    """Three indicators: scored, not assessed, scored."""
    group = IndicatorGroupFactory()
    indicators = [IndicatorFactory(group=group, code=code) for code in ("I-1", "I-2", "I-3")]
    made = AssessmentFactory(framework=group.framework)
    for indicator, value in zip(indicators, (2, None, 0), strict=True):
        Score.objects.create(assessment=made, indicator=indicator, value=value)
    return made


def test_closed_assessment_says_when_and_by_whom(assessment, coordinator):
    returned = close_assessment(assessment=assessment, by=coordinator, now=NOW)
    assert (returned.status, returned.closed_at, returned.closed_by) == ("closed", NOW, coordinator)
    stored = Assessment.objects.get(pk=assessment.pk)
    assert (stored.status, stored.closed_at, stored.closed_by) == ("closed", NOW, coordinator)
    entry = ModelLogEntry.objects.get(action="benchmarking.close")
    assert (entry.object_id, entry.user) == (str(assessment.pk), coordinator)


def test_scores_are_immutable_from_then_on(assessment, coordinator):
    Score.objects.filter(assessment=assessment, value=0).update(value=1)
    close_assessment(assessment=assessment, by=coordinator, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(assessment=assessment).update(value=4)
    assert sorted(Score.objects.values_list("value", flat=True), key=str) == [1, 2, None]


def test_second_closing_is_refused_and_changes_nothing(assessment, coordinator):
    stale = Assessment.objects.get(pk=assessment.pk)
    close_assessment(assessment=assessment, by=coordinator, now=NOW)
    with pytest.raises(ValidationError, match="is closed already"):
        close_assessment(assessment=stale, by=coordinator, now=datetime(2017, 1, 1, tzinfo=UTC))
    assert Assessment.objects.get(pk=assessment.pk).closed_at == NOW
    assert ModelLogEntry.objects.filter(action="benchmarking.close").count() == 1


def test_assessment_that_lacks_indicators_is_not_closed_and_they_are_named(assessment, coordinator):
    Score.objects.filter(indicator__code__in=["I-1", "I-2"]).delete()
    with pytest.raises(ValidationError) as refused:
        close_assessment(assessment=assessment, by=coordinator, now=NOW)
    assert refused.value.messages == [
        "2 indicators have neither a score nor “not assessed”: I-1, I-2. Import them before closing."
    ]
    assert Assessment.objects.get(pk=assessment.pk).status == "open"


def test_indicators_of_another_framework_are_not_missed(assessment, coordinator):
    IndicatorFactory(code="X-1")
    assert close_assessment(assessment=assessment, by=coordinator, now=NOW).is_closed


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_but_a_coordinator_closes(assessment, role):
    of_cluster = role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR)
    person = person_with(role, assessment.cluster if of_cluster else None)
    with pytest.raises(PermissionDenied):
        close_assessment(assessment=assessment, by=person, now=NOW)
    assert Assessment.objects.get(pk=assessment.pk).status == "open"
