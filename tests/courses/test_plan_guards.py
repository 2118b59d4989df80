"""The database itself keeps a published plan as it was read."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from courses.models import PlanLine, TrainingPlan
from lms.triggers import unlocked
from tests.factories import UserFactory
from tests.factories_courses import ModuleFactory, TrainingPlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    plan = TrainingPlanFactory(status="draft", note="As agreed", curve=[{"minutes": 0, "closed": 0}])
    module = ModuleFactory()
    plan.lines.create(module=module, position=0, is_chosen=True, minutes=60, reason="closes")
    TrainingPlan.objects.filter(pk=plan.pk).update(status="published", published_at=timezone.now())
    plan.refresh_from_db()
    return plan


CHANGES = {
    "hours rewritten": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(total_minutes=1),
    "made a draft again": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(
        status="draft", published_at=None
    ),
    "note rewritten": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(note="Something else"),
    "note removed": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(note=""),
    "curve rewritten": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(curve=[{"minutes": 0}]),
    "curve removed": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(curve=[]),
    "languages rewritten": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(languages="en"),
    "minimums rewritten": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(minimums_met=3),
    "given to a person": lambda plan: TrainingPlan.objects.filter(pk=plan.pk).update(
        cluster=None, person=UserFactory()
    ),
    "reason rewritten": lambda plan: plan.lines.update(reason="covered"),
    "line removed": lambda plan: PlanLine.objects.filter(plan=plan).delete(),
    "line added": lambda plan: plan.lines.create(
        module=ModuleFactory(), position=9, is_chosen=True, minutes=60, reason="closes"
    ),
    "plan removed": lambda plan: plan.delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_published_plan_refuses(change, published):
    with pytest.raises(DatabaseError, match="published plan cannot change"), transaction.atomic():
        change(published)


def test_published_plan_of_an_official_refuses():
    plan = TrainingPlanFactory(cluster=None, person=UserFactory(), published=True)
    with pytest.raises(DatabaseError, match="published plan cannot change"), transaction.atomic():
        TrainingPlan.objects.filter(pk=plan.pk).update(note="Something else")


def test_published_plan_may_be_superseded(published):
    TrainingPlan.objects.filter(pk=published.pk).update(status="superseded")
    published.refresh_from_db()
    assert published.status == "superseded"


@pytest.fixture
def aside(published):
    """What was a draft, set aside with a line."""
    plan = TrainingPlanFactory(cluster=published.cluster, version=2, note="As agreed")
    plan.lines.create(module=ModuleFactory(), position=0, is_chosen=True, minutes=60, reason="closes")
    TrainingPlan.objects.filter(pk=plan.pk).update(status="set_aside")
    plan.refresh_from_db()
    return plan


@pytest.mark.parametrize("name", [name for name in CHANGES if not name.endswith("removed") or name == "note removed"])
def test_set_aside_plan_refuses(name, aside):
    with pytest.raises(DatabaseError, match="nor one that was set aside"), transaction.atomic():
        CHANGES[name](aside)


def test_set_aside_plan_is_not_published(aside, published):
    TrainingPlan.objects.filter(pk=published.pk).update(status="superseded")
    with pytest.raises(DatabaseError), transaction.atomic():
        TrainingPlan.objects.filter(pk=aside.pk).update(status="published", published_at=timezone.now())


def test_set_aside_plan_may_be_removed_with_its_lines(aside):
    aside.delete()
    assert not PlanLine.objects.filter(plan=aside.pk).exists()


@pytest.mark.parametrize("status", ["published", "superseded"])
def test_what_was_published_is_not_set_aside(status, published):
    TrainingPlan.objects.filter(pk=published.pk).update(status=status)
    with pytest.raises(DatabaseError, match="published plan cannot change"), transaction.atomic():
        TrainingPlan.objects.filter(pk=published.pk).update(status="set_aside", published_at=None)


def test_unlocking_with_a_reason_is_the_one_way_through(published):
    with unlocked("test"):
        published.delete()
    assert not TrainingPlan.objects.filter(pk=published.pk).exists()


def test_draft_changes_freely():
    plan = TrainingPlanFactory(status="draft")
    TrainingPlan.objects.filter(pk=plan.pk).update(total_minutes=1)
    plan.refresh_from_db()
    assert plan.total_minutes == 1
