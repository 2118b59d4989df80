"""Computing and publishing plans: one test per way out, and the way from gaps to a second version."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from wagtail.models import ModelLogEntry

from courses.actions import compute_plan, is_outdated, publish_plan
from courses.models import ModuleLift, PlanLine, TrainingPlan
from courses.plan_page import plan_page
from lms.needs.actions import confirm_gaps, drop_need
from lms.needs.models import TrainingNeed
from lms.people.models import Role
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory, ScoreFactory, person_with
from tests.factories_courses import ModuleFactory, TrainingNeedFactory, TrainingPlanFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def cluster():
    return ClusterFactory()


@pytest.fixture
def need(cluster):
    """Weight 2 x 2, a gap of half the range, the minimum requirement a quarter away."""
    indicator = IndicatorFactory(code="A", weight=2, minimum_requirement=2)
    return TrainingNeedFactory(cluster=cluster, indicator=indicator, score=Decimal(1), gap_bp=5000)


@pytest.fixture
def module(need):
    return ModuleFactory(code="M-A", duration_minutes=480, lifts={need.indicator: 3000})


def compute(cluster, by, now=NOW, **given):
    wish = {"budget_minutes": 2400, "languages": "any", "pins": [], "drops": []} | given
    return compute_plan(owner=cluster, by=by, now=now, **wish)


def test_compute_plan_writes_lines_needs_and_amounts(cluster, need, module, coordinator):
    other = ModuleFactory(code="M-B")

    plan = compute(cluster, coordinator)

    assert (plan.version, plan.status, plan.computed_by, plan.computed_at) == (1, "draft", coordinator, NOW)
    assert (plan.budget_minutes, plan.total_minutes) == (2400, 480)
    assert (plan.weighted_gap, plan.weighted_closed) == (20_000, 12_000)
    assert (plan.minimums_met, plan.minimums_open) == (1, 1)
    lines = plan.lines.values_list("module", "position", "is_chosen", "minutes", "reason")
    assert list(lines) == [(module.pk, 0, True, 480, "closes"), (other.pk, 1, False, 480, "closes_nothing")]
    (kept,) = plan.needs.all()
    assert (kept.need, kept.weight, kept.gap_bp, kept.closed_bp, kept.minimum_gap_bp) == (need, 4, 5000, 3000, 2500)
    assert plan.lines.first().params["closes"] == [{"need": "A", "lift": 3000, "own": 3000}]


def test_compute_plan_again_makes_the_next_version_the_draft(cluster, need, module, coordinator):
    first = compute(cluster, coordinator)

    again = compute(cluster, coordinator, budget_minutes=60, now=NOW + timedelta(hours=1))

    assert (again.version, again.status, again.total_minutes) == (2, "draft", 0)
    assert PlanLine.objects.values_list("reason", flat=True).get(plan=again) == "over_hours"
    first.refresh_from_db()
    assert (first.version, first.status, first.total_minutes) == (1, "set_aside", 480)


def test_compute_plan_keeps_pins_and_drops(cluster, need, module, coordinator):
    useless = ModuleFactory(code="M-B")

    plan = compute(cluster, coordinator, pins=["M-B"], drops=["M-A"])

    lines = plan.lines.values_list("module__code", "is_chosen", "is_pinned", "is_dropped", "reason")
    assert list(lines) == [("M-A", False, False, True, "dropped"), (useless.code, True, True, False, "pinned")]


def test_compute_plan_with_pins_over_the_budget_says_both_amounts_and_keeps_the_draft(
    cluster, need, module, coordinator
):
    before = compute(cluster, coordinator)

    with pytest.raises(ValidationError) as refused, translation.override("en"):
        compute(cluster, coordinator, budget_minutes=450, pins=["M-A"])

    assert "take 8 h" in refused.value.messages[0]
    assert "7.5 h" in refused.value.messages[0]
    assert before.lines.get().is_chosen is True


@pytest.mark.parametrize(
    "given",
    [
        {"budget_minutes": -1},
        {"budget_minutes": 30_001},
        {"languages": "fr"},
        {"pins": ["NO-SUCH"]},
        {"pins": ["M-A"], "drops": ["M-A"]},
    ],
)
def test_compute_plan_refuses_what_cannot_be(cluster, need, module, coordinator, given):
    with pytest.raises(ValidationError):
        compute(cluster, coordinator, **given)
    assert TrainingPlan.objects.count() == 0


def test_compute_plan_without_needs_says_what_to_do(cluster, module, coordinator):
    TrainingNeed.objects.update(status="dropped")

    with pytest.raises(ValidationError, match=str(cluster)):
        compute(cluster, coordinator)


def test_compute_plan_with_a_weight_beyond_all_bounds_is_a_sentence(cluster, coordinator):
    indicator = IndicatorFactory(code="HEAVY", weight=30_000)
    TrainingNeedFactory(cluster=cluster, indicator=indicator)
    ModuleFactory(lifts={indicator: 1000})

    with pytest.raises(ValidationError, match="HEAVY"):
        compute(cluster, coordinator)


def test_publish_plan_supersedes_the_one_before(cluster, need, module, coordinator):
    first = publish_plan(plan=compute(cluster, coordinator), by=coordinator, now=NOW)
    second = publish_plan(plan=compute(cluster, coordinator, budget_minutes=500), by=coordinator, now=NOW)

    first.refresh_from_db()
    assert [(p.version, p.status) for p in (first, second)] == [(1, "superseded"), (2, "published")]
    assert (second.published_by, second.published_at) == (coordinator, NOW)
    assert ModelLogEntry.objects.filter(action="wagtail.publish").count() == 2


def test_publish_plan_twice_changes_nothing(cluster, need, module, coordinator):
    plan = compute(cluster, coordinator)
    for minutes in (0, 5):
        publish_plan(plan=plan, by=coordinator, now=NOW + timedelta(minutes=minutes))

    plan.refresh_from_db()
    assert (plan.status, plan.published_at) == ("published", NOW)
    assert ModelLogEntry.objects.filter(action="wagtail.publish").count() == 1


def test_publish_plan_that_was_computed_again_since_it_was_read_is_refused(cluster, need, module, coordinator):
    read = compute(cluster, coordinator)
    compute(cluster, coordinator, now=NOW + timedelta(seconds=1))

    with pytest.raises(ValidationError):
        publish_plan(plan=read, by=coordinator, now=NOW)
    read.refresh_from_db()
    assert read.status == "draft"


@pytest.mark.parametrize("change", ["need", "module"])
def test_publish_plan_whose_needs_or_modules_changed_asks_to_compute_again(cluster, need, module, coordinator, change):
    plan = compute(cluster, coordinator)
    if change == "need":
        drop_need(need=need, reason="Done", by=coordinator, now=NOW)
    else:
        ModuleLift.objects.update(share_bp=1000)

    assert is_outdated(plan) is True
    with pytest.raises(ValidationError):
        publish_plan(plan=plan, by=coordinator, now=NOW)
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_publish_plan_of_a_replaced_version_is_refused(coordinator):
    plan = TrainingPlanFactory(superseded=True)

    with pytest.raises(ValidationError):
        publish_plan(plan=plan, by=coordinator, now=NOW)


def test_a_published_plan_stays_as_it_is_whatever_changes(cluster, need, module, coordinator):
    plan = publish_plan(plan=compute(cluster, coordinator), by=coordinator, now=NOW)
    before = list(plan.lines.values_list()), list(plan.needs.values_list())

    ModuleLift.objects.update(share_bp=1000)
    TrainingNeed.objects.update(priority=3)
    compute(cluster, coordinator, budget_minutes=0, drops=["M-A"])

    assert (list(plan.lines.values_list()), list(plan.needs.values_list())) == before


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR])
def test_nobody_but_coordinators_computes_or_publishes(cluster, need, module, role):
    person = person_with(role, cluster=cluster)
    draft = TrainingPlanFactory(cluster=cluster)

    with pytest.raises(PermissionDenied):
        compute(cluster, person)
    with pytest.raises(PermissionDenied):
        publish_plan(plan=draft, by=person, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.lines.count()) == ("draft", 0)


def test_from_gaps_to_a_second_version(coordinator):
    """Confirm 25 % and more, drop one, compute, publish, change the hours, publish again, read in both languages."""
    assessment = AssessmentFactory()
    indicators = {}
    for code, score in {"STR": 0, "FIN": 1, "COM": 2, "NET": 3}.items():
        indicator = IndicatorFactory(
            group__framework=assessment.framework, code=code, name_it=f"{code} it", name_en=f"{code} en"
        )
        indicators[code] = ScoreFactory(assessment=assessment, indicator=indicator, value=score).indicator
    ModuleFactory(code="M-STR", duration_minutes=480, lifts={indicators["STR"]: 5000})
    ModuleFactory(code="M-FIN", duration_minutes=300, lifts={indicators["FIN"]: 2500})
    ModuleFactory(code="M-COM", duration_minutes=240, lifts={indicators["COM"]: 2500})
    cluster, told = assessment.cluster, {"by": coordinator, "now": NOW}

    counts = confirm_gaps(
        cluster=cluster, assessment_pk=assessment.pk, reference="excellence", percent=Decimal(25), **told
    )
    assert counts["new"] == 3
    drop_need(need=TrainingNeed.objects.get(indicator__code="COM"), reason="Trained by the region", **told)

    first = publish_plan(plan=compute(cluster, coordinator, budget_minutes=780), **told)
    chosen = first.lines.filter(is_chosen=True).values_list("module__code", flat=True)
    assert sorted(chosen) == ["M-FIN", "M-STR"]
    assert (first.total_minutes, first.weighted_gap, first.weighted_closed) == (780, 25_000, 15_000)
    assert first.lines.get(module__code="M-COM").reason == "closes_nothing"

    second = publish_plan(plan=compute(cluster, coordinator, budget_minutes=500), **told)
    first.refresh_from_db()
    assert (first.status, second.version, second.status) == ("superseded", 2, "published")
    page = plan_page(TrainingPlan.objects.for_page().get(pk=second.pk))
    assert [row.title for row in page.chosen] == ["M-STR"]
    with translation.override("en"):
        english = plan_page(TrainingPlan.objects.for_page().get(pk=second.pk))
        assert [(part.need, part.lift, part.own) for part in english.chosen[0].closes] == [("STR en", 5000, 5000)]
        useful = english.groups[0]
        assert [row.why for row in useful.rows] == ["It would close another 20\u00a0% of the weighted gap."]
        assert useful.intro.startswith("The chosen modules leave 0.33 hours free, too little for any of these.")
    with translation.override("it"):
        italian = plan_page(TrainingPlan.objects.for_page().get(pk=second.pk))
        assert [part.need for part in italian.chosen[0].closes] == ["STR it"]
        assert "0,33 " in italian.groups[0].intro
