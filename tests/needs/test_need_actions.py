"""Confirming, declaring, dropping and renewing needs: one test per way out."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from lms.benchmarking.models import ClusterTarget
from lms.needs.actions import confirm_gap, confirm_gaps, drop_need, renew_needs
from lms.needs.models import TrainingNeed
from lms.people.models import Role
from tests.factories import (
    AssessmentFactory,
    ClusterFactory,
    FrameworkFactory,
    IndicatorFactory,
    IndicatorGroupFactory,
    ScoreFactory,
    person_with,
)
from tests.factories_courses import TrainingNeedFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def group():
    return IndicatorGroupFactory()


@pytest.fixture
def indicators(group):
    """Scores 0, 2, 3 and none on 0..4 against 3: gaps of 75 %, 25 %, none and unknown."""
    return [IndicatorFactory(group=group, code=code) for code in ("A", "B", "C", "D")]


@pytest.fixture
def cluster():
    return ClusterFactory(name="Sedia")


@pytest.fixture
def assessment(cluster, group, indicators):
    return assess(cluster, group.framework, indicators, [0, 2, 3, None])


def assess(cluster, framework, indicators, values, day=date(2014, 10, 1)):
    assessment = AssessmentFactory(cluster=cluster, framework=framework, assessed_on=day)
    for indicator, value in zip(indicators, values, strict=True):
        ScoreFactory(assessment=assessment, indicator=indicator, value=value)
    return assessment


def confirm_above(assessment, by, percent="25", reference="excellence"):
    return confirm_gaps(
        cluster=assessment.cluster,
        assessment_pk=assessment.pk,
        reference=reference,
        percent=Decimal(percent),
        by=by,
        now=NOW,
    )


def confirm_one(assessment, indicator, by, **given):
    values = {"reference": "excellence", "priority": 3, "reason": "It decides."} | given
    return confirm_gap(
        cluster=assessment.cluster,
        assessment_pk=assessment.pk,
        indicator_pk=indicator if isinstance(indicator, int) else indicator.pk,
        by=by,
        now=NOW,
        **values,
    )


def facts():
    return sorted(TrainingNeed.objects.values_list("indicator__code", "status", "priority", "gap_bp"))


def test_confirm_gaps_takes_the_line_itself_and_keeps_where_each_comes_from(assessment, coordinator):
    counts = confirm_above(assessment, coordinator)

    assert counts == {"new": 2, "kept": 0, "dropped": 0}
    assert facts() == [("A", "confirmed", 2, 7500), ("B", "confirmed", 2, 2500)]
    need = TrainingNeed.objects.get(indicator__code="B")
    assert (need.score, need.reference, need.reference_level) == (2, "excellence", 3)
    assert (need.decided_by, need.decided_at, need.assessment) == (coordinator, NOW, assessment)


def test_confirm_gaps_just_above_a_gap_leaves_it_out(assessment, coordinator):
    confirm_above(assessment, coordinator, "25.01")

    assert facts() == [("A", "confirmed", 2, 7500)]


def test_confirm_gaps_at_zero_never_takes_what_has_no_gap_or_no_score(assessment, coordinator):
    confirm_above(assessment, coordinator, "0")

    assert [code for code, *_ in facts()] == ["A", "B"]


def test_confirm_gaps_twice_makes_no_second_need(assessment, coordinator):
    confirm_above(assessment, coordinator)

    assert confirm_above(assessment, coordinator) == {"new": 0, "kept": 2, "dropped": 0}
    assert len(facts()) == 2


def test_confirm_gaps_leaves_dropped_needs_dropped_and_priorities_as_they_are(assessment, indicators, coordinator):
    confirm_one(assessment, indicators[0], coordinator)
    drop_need(need=confirm_one(assessment, indicators[1], coordinator), reason="Too late", by=coordinator, now=NOW)

    assert confirm_above(assessment, coordinator) == {"new": 0, "kept": 1, "dropped": 1}
    assert facts() == [("A", "confirmed", 3, 7500), ("B", "dropped", 3, 2500)]


@pytest.mark.parametrize("percent", ["-1", "100.01", "1e9", "NaN", "Infinity"])
def test_confirm_gaps_refuses_a_line_that_is_no_percentage(assessment, coordinator, percent):
    with pytest.raises(ValidationError, match=r"da 0 a 100|from 0 to 100"):
        confirm_above(assessment, coordinator, percent)
    assert facts() == []


def test_confirm_gaps_refuses_an_unknown_reference(assessment, coordinator):
    with pytest.raises(ValidationError):
        confirm_above(assessment, coordinator, reference="moon")


def test_confirm_gaps_refuses_an_assessment_that_is_not_the_latest(assessment, group, indicators, coordinator):
    assess(assessment.cluster, group.framework, indicators, [0, 0, 0, 0], day=date(2016, 10, 1))

    with pytest.raises(ValidationError):
        confirm_above(assessment, coordinator)
    assert facts() == []


def test_confirm_gaps_refuses_another_clusters_assessment(assessment, group, indicators, coordinator):
    other = assess(ClusterFactory(), group.framework, indicators, [0, 0, 0, 0])

    with pytest.raises(ValidationError):
        confirm_gaps(
            cluster=assessment.cluster,
            assessment_pk=other.pk,
            reference="excellence",
            percent=Decimal(25),
            by=coordinator,
            now=NOW,
        )


def test_confirm_gaps_without_any_assessment_says_so(coordinator):
    cluster = ClusterFactory(name="Nuovo")

    with pytest.raises(ValidationError, match="Nuovo"):
        confirm_gaps(
            cluster=cluster, assessment_pk=1, reference="excellence", percent=Decimal(25), by=coordinator, now=NOW
        )


def test_confirm_gap_keeps_priority_and_reason_and_logs_who(assessment, indicators, coordinator):
    need = confirm_one(assessment, indicators[1], coordinator, reason="  It decides.  ")

    assert (need.priority, need.reason, need.gap_bp) == (3, "It decides.", 2500)
    entry = ModelLogEntry.objects.get()
    assert (entry.user, entry.action, entry.data["reason"]) == (coordinator, "wagtail.create", "It decides.")


def test_confirm_gap_against_the_own_target(assessment, indicators, coordinator):
    ClusterTarget.objects.create(cluster=assessment.cluster, indicator=indicators[2], level=4)

    need = confirm_one(assessment, indicators[2], coordinator, reference="target")

    assert (need.reference, need.reference_level, need.gap_bp) == ("target", 4, 2500)


def test_confirm_gap_against_the_median_of_five_peers(assessment, group, indicators, coordinator):
    for value in (1, 3, 4, 4, 4):
        assess(ClusterFactory(), group.framework, indicators, [value] * 4)

    need = confirm_one(assessment, indicators[1], coordinator, reference="peer_median")

    assert (need.reference_level, need.gap_bp) == (4, 5000)


def test_confirm_gap_again_brings_a_dropped_need_back(assessment, indicators, coordinator):
    need = confirm_one(assessment, indicators[0], coordinator)
    drop_need(need=need, reason="Too late", by=coordinator, now=NOW)

    again = confirm_one(assessment, indicators[0], coordinator, priority=1, reason="In time after all")

    assert (again.pk, again.status, again.priority, again.reason) == (need.pk, "confirmed", 1, "In time after all")


@pytest.mark.parametrize(("position", "sentence"), [(2, "C "), (3, "D ")])
def test_confirm_gap_where_there_is_none_names_the_indicator(assessment, indicators, coordinator, position, sentence):
    with pytest.raises(ValidationError, match=sentence):
        confirm_one(assessment, indicators[position], coordinator)


def test_confirm_gap_of_another_frameworks_indicator_is_refused(assessment, coordinator):
    with pytest.raises(ValidationError, match=str(assessment.framework)):
        confirm_one(assessment, IndicatorFactory(), coordinator)


def test_confirm_gap_with_too_few_peers_says_that_nothing_is_there_to_compare(assessment, indicators, coordinator):
    with pytest.raises(ValidationError, match="A "):
        confirm_one(assessment, indicators[0], coordinator, reference="peer_top")


@pytest.mark.parametrize("given", [{"priority": 9}, {"reason": "x" * 501}])
def test_confirm_gap_refuses_what_the_columns_do_not_take(assessment, indicators, coordinator, given):
    with pytest.raises(ValidationError):
        confirm_one(assessment, indicators[0], coordinator, **given)
    assert facts() == []


def test_drop_need_without_a_reason_is_refused(coordinator):
    need = TrainingNeedFactory()

    with pytest.raises(ValidationError):
        drop_need(need=need, reason=" \n", by=coordinator, now=NOW)
    need.refresh_from_db()
    assert need.status == "confirmed"


def test_drop_need_twice_keeps_the_first_reason(coordinator):
    need = TrainingNeedFactory()

    for reason in ("First", "Second"):
        drop_need(need=need, reason=reason, by=coordinator, now=NOW)

    need.refresh_from_db()
    assert (need.status, need.reason) == ("dropped", "First")


def test_renew_needs_reads_the_new_score_and_keeps_priority_and_reason(assessment, group, indicators, coordinator):
    confirm_one(assessment, indicators[0], coordinator)
    confirm_one(assessment, indicators[1], coordinator)
    later = assess(assessment.cluster, group.framework, indicators, [1, 3, 3, 3], day=date(2016, 10, 1))
    assert TrainingNeed.objects.for_plans().count() == 0

    counts = renew_needs(cluster=assessment.cluster, assessment_pk=later.pk, by=coordinator, now=NOW)

    assert counts == {"new": 1, "kept": 0, "gone": 1}
    need = TrainingNeed.objects.for_plans().get()
    assert (need.indicator, need.score, need.gap_bp, need.priority) == (indicators[0], 1, 5000, 3)
    assert need.reason == "It decides."
    settled = TrainingNeed.objects.get(indicator=indicators[1])
    assert settled.status == "dropped"
    assert "1 ottobre 2016" in settled.reason
    assert not TrainingNeed.objects.waiting_for_renewal().exists()


def test_renew_needs_lets_what_was_not_assessed_wait(assessment, group, indicators, coordinator):
    confirm_one(assessment, indicators[0], coordinator)
    later = assess(assessment.cluster, group.framework, indicators, [None, 3, 3, 3], day=date(2016, 10, 1))
    renew_needs(cluster=assessment.cluster, assessment_pk=later.pk, by=coordinator, now=NOW)
    assert TrainingNeed.objects.waiting_for_renewal().get().indicator == indicators[0]


def test_renew_needs_twice_changes_nothing(assessment, group, indicators, coordinator):
    confirm_one(assessment, indicators[0], coordinator)
    later = assess(assessment.cluster, group.framework, indicators, [1, 3, 3, 3], day=date(2016, 10, 1))
    for _ in range(2):
        counts = renew_needs(cluster=assessment.cluster, assessment_pk=later.pk, by=coordinator, now=NOW)

    assert counts == {"new": 0, "kept": 1, "gone": 0}
    assert TrainingNeed.objects.count() == 2


def test_renew_needs_finds_the_indicator_by_its_code_in_a_later_version(assessment, indicators, coordinator):
    confirm_one(assessment, indicators[0], coordinator)
    newer = IndicatorFactory(group=IndicatorGroupFactory(framework=FrameworkFactory(version="2")), code="A")
    later = assess(assessment.cluster, newer.framework, [newer], [1], day=date(2016, 10, 1))

    renew_needs(cluster=assessment.cluster, assessment_pk=later.pk, by=coordinator, now=NOW)

    assert TrainingNeed.objects.for_plans().get().indicator == newer


def test_renew_needs_leaves_dropped_needs_dropped(assessment, group, indicators, coordinator):
    need = confirm_one(assessment, indicators[0], coordinator)
    later = assess(assessment.cluster, group.framework, indicators, [1, 3, 3, 3], day=date(2016, 10, 1))
    drop_need(need=need, reason="Done otherwise", by=coordinator, now=NOW)

    renew_needs(cluster=assessment.cluster, assessment_pk=later.pk, by=coordinator, now=NOW)

    assert TrainingNeed.objects.for_plans().count() == 0


def test_for_plans_counts_declared_needs_and_no_other_clusters_rounds(assessment, indicators, coordinator):
    confirm_one(assessment, indicators[0], coordinator)
    declared = TrainingNeedFactory(declared=True, cluster=assessment.cluster)
    TrainingNeedFactory(declared=True, dropped=True, cluster=assessment.cluster)
    other = TrainingNeedFactory()

    found = set(TrainingNeed.objects.for_plans().filter(cluster=assessment.cluster))

    assert found == {TrainingNeed.objects.get(indicator=indicators[0]), declared}
    assert TrainingNeed.objects.for_plans().filter(cluster=other.cluster).get() == other


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR])
def test_nobody_but_coordinators_decides(assessment, indicators, role):
    person = person_with(role, cluster=assessment.cluster)
    need = TrainingNeedFactory(cluster=assessment.cluster, declared=True)
    told = {"by": person, "now": NOW}
    tries = [
        lambda: confirm_above(assessment, person),
        lambda: confirm_one(assessment, indicators[0], person),
        lambda: drop_need(need=need, reason="No", **told),
        lambda: renew_needs(cluster=assessment.cluster, assessment_pk=assessment.pk, **told),
    ]
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert [need.status for need in TrainingNeed.objects.all()] == ["confirmed"]
