"""A module counts as completed when a coordinator recorded it, or when a closed edition says so."""

from datetime import date, timedelta

import pytest

from courses.completions import completions
from courses.demand_inputs import demand_inputs, party_of
from courses.models import CompletedModule, Edition, EditionModule
from courses.plan_inputs import plan_inputs
from lms.people.models import Role
from lms.training.models import Offering, Outcome, PartOutcome
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_courses import CourseFactory, ModuleFactory, TrainingNeedFactory
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory

pytestmark = pytest.mark.django_db
LATE = NOW.replace(hour=23, minute=30)  # past midnight in the region


def taught(module, enrolled, *, part_met=True, passed=False, overridden=False, closed=True):
    """Close an edition of one module with one outcome; `enrolled` says for whom the participant came."""
    offering = OfferingFactory(seats=5, starts_at=LATE - timedelta(hours=4), ends_at=LATE)
    edition = Edition.objects.create(offering=offering, course=CourseFactory())
    part = offering.parts.get()
    EditionModule.objects.create(edition=edition, module=module, part=part)
    enrolment = EnrolmentFactory(offering=offering, confirmed=True, **enrolled)
    minutes = {"attended_minutes": 200, "planned_minutes": 240}
    who = {"overridden_by": UserFactory(), "overridden_at": NOW, "override_reason": "Why"} if overridden else {}
    said = {"is_met": passed != overridden, "has_passed": passed, "reason": "met", "decided_at": NOW}
    outcome = Outcome.objects.create(enrolment=enrolment, **minutes, **said, **who)
    PartOutcome.objects.create(outcome=outcome, part=part, is_met=part_met, **minutes)
    if closed:
        Offering.objects.filter(pk=offering.pk).update(
            status="closed", closed_at=NOW, terms={"threshold_percent": 80}, terms_frozen_at=NOW
        )


def said(**which):
    return [(done.code, done.cluster, done.person, done.day) for done in completions(**which)]


def test_recorded_and_taught_come_together_with_their_days():
    cluster, official = ClusterFactory(), person_with(Role.REGIONAL_OFFICIAL)
    recorded, edition = ModuleFactory(), ModuleFactory()
    CompletedModule.objects.create(cluster=cluster, module=recorded, completed_on=date(2016, 1, 1))
    taught(edition, {"cluster": cluster})
    taught(edition, {"cluster": None, "person": official})
    assert set(said()) == {
        (recorded.code, cluster.pk, None, date(2016, 1, 1)),
        (edition.code, cluster.pk, None, date(2026, 11, 23)),
        (edition.code, None, official.pk, date(2026, 11, 23)),
    }
    assert [row[:3] for row in said(owner=official)] == [(edition.code, None, official.pk)]
    assert {row[0] for row in said(owner=cluster)} == {recorded.code, edition.code}
    assert {row[1] for row in said(clusters=[cluster.pk, None])} == {cluster.pk}


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({"part_met": True}, True),
        ({"part_met": False}, False),
        ({"part_met": False, "passed": True}, True),
        ({"part_met": False, "passed": True, "overridden": True}, True),
        ({"part_met": True, "passed": False, "overridden": True}, False),
        ({"part_met": True, "closed": False}, False),
    ],
)
def test_threshold_of_the_part_or_the_word_about_the_whole_counts(facts, counts):
    taught(ModuleFactory(), {}, **facts)
    assert bool(said()) is counts


def test_plan_and_demand_know_what_was_taught():
    need = TrainingNeedFactory()
    module = ModuleFactory(lifts={need.indicator: 5000})
    taught(module, {"cluster": need.cluster})
    assert [candidate.completed for candidate in plan_inputs(need.cluster, "any").candidates] == [True]
    demand = demand_inputs()
    assert demand.completed == {module.code: frozenset({party_of(need.cluster_id, None)})}
    assert [party.wants(module.code) for party in demand.parties] == [False]
