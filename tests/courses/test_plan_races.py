"""Two coordinators at the same moment, on a database that threads share: one draft, one published plan."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from courses.actions import compute_plan, publish_plan
from courses.models import TrainingPlan
from lms.people.models import Role
from tests.factories import ClusterFactory, IndicatorFactory, person_with
from tests.factories_courses import ModuleFactory, TrainingNeedFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
AT_ONCE = 4


@pytest.fixture
def cluster(shared_db):
    """A cluster with one need and a module that closes it."""
    cluster = ClusterFactory()
    indicator = IndicatorFactory(code="A", weight=2)
    TrainingNeedFactory(cluster=cluster, indicator=indicator, score=Decimal(1), gap_bp=5000)
    ModuleFactory(code="M-A", duration_minutes=480, lifts={indicator: 3000})
    return cluster


@pytest.fixture
def coordinator(cluster):
    return person_with(Role.COORDINATOR)


def together(work):
    """Run the work in several threads from the same moment; what one of them raises fails the test."""
    start = Barrier(AT_ONCE)

    def run(number):
        start.wait(timeout=30)
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def compute(cluster, by, budget_minutes=2400):
    wish = {"budget_minutes": budget_minutes, "languages": "any", "pins": [], "drops": []}
    return compute_plan(owner=cluster, by=by, now=NOW, **wish)


def test_computing_at_once_leaves_one_draft(cluster, coordinator):
    together(lambda: compute(cluster, coordinator))
    draft = TrainingPlan.objects.get(cluster=cluster)
    assert (draft.status, draft.version, draft.lines.count(), draft.needs.count()) == ("draft", 1, 1, 1)


def test_publishing_at_once_publishes_once(cluster, coordinator):
    first = compute(cluster, coordinator)
    publish_plan(plan=first, by=coordinator, now=NOW)
    draft = compute(cluster, coordinator, budget_minutes=3000)
    together(lambda: publish_plan(plan=TrainingPlan.objects.get(pk=draft.pk), by=coordinator, now=NOW))
    statuses = TrainingPlan.objects.filter(cluster=cluster).order_by("version").values_list("status", flat=True)
    assert list(statuses) == ["superseded", "published"]
