"""A plan leads to the next edition of each module in which its owner can still enrol."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from courses.actions import compute_plan, publish_plan
from courses.models import Edition, EditionModule
from lms.people.models import Role
from tests.factories import ClusterFactory, IndicatorFactory, person_with
from tests.factories_courses import NOW, CourseFactory, ModuleFactory, TrainingNeedFactory
from tests.factories_training import OfferingFactory

pytestmark = pytest.mark.django_db
# What has begun is asked of the database's own clock, so these days are far from today.
FAR, PAST = datetime(2090, 3, 1, 8, tzinfo=UTC), datetime(2015, 3, 1, 8, tzinfo=UTC)


def edition(module, starts_at, **facts):
    offering = OfferingFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=4), **facts)
    made = Edition.objects.create(offering=offering, course=CourseFactory())
    EditionModule.objects.create(edition=made, module=module, part=offering.parts.get())
    return offering


def test_plan_leads_to_the_next_edition_that_takes_its_people(client):
    cluster, coordinator, indicator = ClusterFactory(), person_with(Role.COORDINATOR), IndicatorFactory()
    TrainingNeedFactory(cluster=cluster, indicator=indicator)
    module = ModuleFactory(lifts={indicator: 2500})
    plan = compute_plan(owner=cluster, budget_minutes=480, languages="any", pins=[], drops=[], by=coordinator, now=NOW)
    publish_plan(plan=plan, by=coordinator, now=NOW)
    edition(module, PAST)
    edition(module, FAR - timedelta(days=30), draft=True)
    edition(module, FAR - timedelta(days=20), audience="officials")
    edition(module, FAR - timedelta(days=10), apply_until=PAST)
    edition(ModuleFactory(), FAR - timedelta(days=5))
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster))
    address = reverse("courses:plan", args=[cluster.slug])
    assert client.get(address).context["page"].chosen[0].line.next_edition is None
    edition(module, FAR + timedelta(days=1))
    soonest = edition(module, FAR, audience="both")
    page = client.get(address)
    assert page.context["page"].chosen[0].line.next_edition == soonest.code
    assert reverse("training:offering", args=[soonest.code]) in page.content.decode()
