"""The curve of a draft: written for what the draft was computed from, thrown away otherwise, kept when hours change."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from courses import curve_actions
from courses.actions import compute_plan, publish_plan
from courses.curve_actions import write_curve
from courses.models import ModuleLift, TrainingPlan
from courses.plan_basis import says_the_same
from courses.tasks import compute_in_background, draw_curve
from lms.needs.models import TrainingNeed
from lms.people.models import Role
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory, person_with
from tests.factories_courses import NOW, ModuleFactory, TrainingNeedFactory, TrainingPlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def cluster():
    """One need, a gap of half the range; two modules of a quarter each, of four and eight hours."""
    cluster = ClusterFactory()
    indicator = IndicatorFactory(code="A", weight=2)
    TrainingNeedFactory(cluster=cluster, indicator=indicator, score=Decimal(1), gap_bp=5000)
    ModuleFactory(code="M-4", duration_minutes=240, lifts={indicator: 2500})
    ModuleFactory(code="M-8", duration_minutes=480, lifts={indicator: 2500})
    return cluster


@pytest.fixture
def compute(cluster, coordinator):
    def compute(**given):
        wish = {"budget_minutes": 300, "languages": "any", "pins": [], "drops": []} | given
        return compute_plan(owner=cluster, by=coordinator, now=NOW, **wish)

    return compute


def steps(plan):
    plan.refresh_from_db()
    return [(point["minutes"], point["closed"], point["modules"]) for point in plan.curve]


def test_curve_is_that_of_the_draft(compute):
    plan = compute()
    assert write_curve(plan=plan) is True
    assert steps(plan) == [(0, 0, []), (240, 10_000, ["M-4"]), (720, 20_000, ["M-4", "M-8"])]


def test_curve_keeps_pins_and_drops(compute):
    plan = compute(budget_minutes=500, pins=["M-8"], drops=["M-4"])
    write_curve(plan=plan)
    assert steps(plan) == [(480, 10_000, ["M-8"])]


@pytest.mark.parametrize("change", ["needs", "modules"])
def test_curve_of_older_needs_or_modules_is_thrown_away(compute, change):
    plan = compute()
    if change == "needs":
        TrainingNeed.objects.update(priority=3)
    else:
        ModuleLift.objects.update(share_bp=1000)
    assert draw_curve.func(plan=plan.pk) is False
    assert steps(plan) == []


@pytest.mark.parametrize("meanwhile", ["computed again", "published", "deleted"])
def test_curve_is_thrown_away_when_the_draft_changed_during_the_search(compute, coordinator, monkeypatch, meanwhile):
    plan, search = compute(), curve_actions.find_curve

    def find(*args, **kwargs):
        if meanwhile == "computed again":
            compute(drops=["M-4"], budget_minutes=500)
        elif meanwhile == "published":
            publish_plan(plan=plan, by=coordinator, now=NOW)
        else:
            TrainingPlan.objects.get(pk=plan.pk).delete()
        return search(*args, **kwargs)

    monkeypatch.setattr(curve_actions, "find_curve", find)

    assert write_curve(plan=plan) is False
    assert list(TrainingPlan.objects.exclude(curve=[])) == []


def test_curve_stays_when_only_the_hours_change(compute):
    plan = compute()
    write_curve(plan=plan)
    before = steps(plan)
    assert steps(compute(budget_minutes=720)) == before
    assert steps(compute(budget_minutes=720, drops=["M-4"])) == []


def test_draw_curve_without_a_draft_does_nothing(cluster):
    plan = TrainingPlanFactory(cluster=cluster, published=True)
    assert draw_curve.func(plan=plan.pk) is False
    assert draw_curve.func(plan=0) is False
    assert steps(plan) == []


def test_computing_in_the_background_brings_the_curve_along(cluster, coordinator):
    wish = {"budget_minutes": 300, "languages": "any", "pins": [], "drops": []}
    compute_in_background.enqueue(cluster=cluster.pk, by=coordinator.pk, language="en", wish=wish)
    assert len(steps(TrainingPlan.objects.get())) == 3


def test_publishing_the_same_again_is_refused(compute, coordinator):
    first = publish_plan(plan=compute(), by=coordinator, now=NOW)
    again = compute()

    assert says_the_same(again, first)
    with pytest.raises(ValidationError, match="1"):
        publish_plan(plan=again, by=coordinator, now=NOW)
    again.refresh_from_db()
    assert (again.version, again.status) == (2, "draft")


@pytest.mark.parametrize(
    "given",
    [{"budget_minutes": 301}, {"languages": "it"}, {"pins": ["M-4"]}, {"drops": ["M-8"]}],
    ids=lambda given: next(iter(given)),
)
def test_whatever_else_was_asked_for_is_no_longer_the_same(compute, coordinator, given):
    first = publish_plan(plan=compute(), by=coordinator, now=NOW)
    assert not says_the_same(compute(**given), first)


def test_a_new_note_or_a_new_round_is_no_longer_the_same(compute, coordinator, cluster):
    first = compute()
    first.note = "As agreed"
    first.save()
    publish_plan(plan=first, by=coordinator, now=NOW)
    again = compute()
    assert says_the_same(again, first)

    again.note = "As agreed in May"
    assert not says_the_same(again, first)

    need = TrainingNeed.objects.get()
    later = AssessmentFactory(cluster=cluster, framework=need.indicator.framework, assessed_on="2026-01-01")
    need.pk, need.assessment = None, later
    need.save()
    renewed = compute()
    assert renewed.inputs_digest == first.inputs_digest
    assert not says_the_same(renewed, first)
