"""Ranks by need: who comes first, what is written, and when nothing is."""

from datetime import timedelta

import pytest

from courses.models import Edition, EditionModule
from courses.need_ranks import hand_in_due_ranks, hand_in_ranks, ranked
from lms.people.models import Role
from lms.training.enrolment_actions import apply
from lms.training.models import Enrolment, NeedRank
from lms.training.seat_taking import hold_offering, queue_of
from tests.factories import IndicatorFactory, person_with
from tests.factories_courses import CourseFactory, ModuleFactory, TrainingNeedFactory
from tests.factories_training import NOW, OfferingFactory


def test_greatest_weight_is_first_equals_share_and_nothing_is_no_rank():
    assert ranked({"c1": 5, "c2": 9, "p3": 9, "c4": 1, "c5": 0}) == {"c2": 1, "p3": 1, "c1": 3, "c4": 4}
    assert ranked({}) == {}


def edition(module, **facts):
    offering = OfferingFactory(**{"queue_order": "need", "seats": 5, **facts})
    made = Edition.objects.create(offering=offering, course=CourseFactory())
    EditionModule.objects.create(edition=made, module=module, part=offering.parts.get())
    return offering


def written(offering):
    return {row.cluster_id: (row.rank, row.weight) for row in NeedRank.objects.filter(offering=offering)}


@pytest.fixture
def gaps(db):
    """Three clusters with needs on the indicator that the module lifts by half its range: gaps of 40, 20 and 0 %."""
    lifted, other = IndicatorFactory(), IndicatorFactory()
    module = ModuleFactory(lifts={lifted: 5000})
    needs = [
        TrainingNeedFactory(indicator=lifted, gap_bp=4000),
        TrainingNeedFactory(indicator=lifted, gap_bp=2000),
        TrainingNeedFactory(indicator=other, gap_bp=9000),
    ]
    return module, needs


def test_weighted_gap_that_the_modules_close_decides(gaps):
    module, (great, small, _none) = gaps
    offering = edition(module)
    assert hand_in_ranks(offering, NOW) is True
    assert {cluster: rank for cluster, (rank, _weight) in written(offering).items()} == {
        great.cluster_id: 1,
        small.cluster_id: 2,
    }
    assert written(offering)[great.cluster_id][1] == 2 * written(offering)[small.cluster_id][1]


def test_nothing_is_rewritten_when_nothing_changed_and_a_changed_need_is(gaps):
    module, (great, small, _none) = gaps
    offering = edition(module)
    hand_in_ranks(offering, NOW)
    keys = set(NeedRank.objects.values_list("pk", flat=True))
    assert hand_in_ranks(offering, NOW) is False
    assert set(NeedRank.objects.values_list("pk", flat=True)) == keys
    type(small).objects.filter(pk=small.pk).update(gap_bp=4500)
    assert hand_in_ranks(offering, NOW) is True
    assert [written(offering)[one.cluster_id][0] for one in (small, great)] == [1, 2]


def test_queue_by_arrival_has_no_ranks(gaps):
    offering = edition(gaps[0], queue_order="arrival")
    assert hand_in_ranks(offering, NOW) is False
    assert not NeedRank.objects.exists()


def test_clock_hands_in_what_is_missing_and_everything_once_a_day(gaps):
    module, (great, *_rest) = gaps
    offering = edition(module)
    edition(module, draft=True)
    edition(module, starts_at=NOW - timedelta(hours=1))
    assert hand_in_due_ranks(now=NOW, everything=False) == 1
    assert set(NeedRank.objects.values_list("offering", flat=True)) == {offering.pk}
    type(great).objects.filter(pk=great.pk).update(gap_bp=100)
    assert hand_in_due_ranks(now=NOW, everything=False) == 0
    assert hand_in_due_ranks(now=NOW, everything=True) == 1


def test_greater_need_passes_who_came_earlier(gaps):
    module, (great, small, none) = gaps
    offering = edition(module, seats=0)
    hand_in_ranks(offering, NOW)
    for minutes, need in enumerate((none, small, great)):
        person = person_with(Role.CLUSTER_MANAGER, need.cluster)
        apply(offering=offering.code, by=person, cluster=need.cluster, now=NOW + timedelta(minutes=minutes))

    order = [Enrolment.objects.get(pk=one.key).cluster for one in queue_of(hold_offering(offering.code, now=NOW))]
    assert order == [great.cluster, small.cluster, none.cluster]
