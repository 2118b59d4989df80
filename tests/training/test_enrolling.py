"""One enrolment on each path: who gets a seat, who waits, who is asked next."""

from datetime import timedelta

import pytest

from lms.people.models import Role
from lms.training.enrolment_actions import accept_offer, apply, approve, enrol, withdraw
from lms.training.models import Enrolment, EnrolmentEvent, SeatAllotment
from lms.training.queue_actions import change_seats, expire_offers
from tests.factories import ClusterFactory, person_with
from tests.factories_training import NOW, OfferingFactory

pytestmark = pytest.mark.django_db


def manager():
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    return person, person.clusters_as(Role.CLUSTER_MANAGER)[0]


def ask(offering, minutes=0):
    person, cluster = manager()
    return apply(offering=offering.code, by=person, cluster=cluster, now=NOW + timedelta(minutes=minutes))


def taken(offering):
    return SeatAllotment.objects.get(offering=offering).taken


def test_first_come_gets_the_seat_and_the_next_waits():
    offering = OfferingFactory(seats=1)
    assert [ask(offering).status, ask(offering, 1).status] == ["confirmed", "waiting"]
    assert taken(offering) == 1


def test_freed_seat_is_offered_to_the_first_in_the_queue_not_to_a_newcomer():
    offering = OfferingFactory(seats=1)
    first, second = ask(offering), ask(offering, 1)
    withdraw(enrolment=first, by=first.person, now=NOW + timedelta(minutes=2))
    second.refresh_from_db()
    assert (second.status, second.offer_expires_at) == ("offered", NOW + timedelta(minutes=2, hours=48))
    assert ask(offering, 3).status == "waiting"
    assert taken(offering) == 1


def test_offer_that_expires_goes_to_the_next_who_confirms():
    offering = OfferingFactory(seats=1)
    first, second, third = ask(offering), ask(offering, 1), ask(offering, 2)
    withdraw(enrolment=first, by=first.person, now=NOW + timedelta(minutes=3))
    later = NOW + timedelta(days=3)
    assert expire_offers(now=later) == 1
    assert expire_offers(now=later) == 0
    third.refresh_from_db()
    accept_offer(enrolment=third, by=third.person, now=later)
    third.refresh_from_db()
    assert (third.status, Enrolment.objects.get(pk=second.pk).status) == ("confirmed", "withdrawn")
    assert taken(offering) == 1


def test_more_seats_go_to_the_queue_and_leave_applications_alone():
    coordinator = person_with(Role.COORDINATOR)
    offering = OfferingFactory(seats=1, needs_approval=True)
    approved, waiting, applied = ask(offering), ask(offering, 1), ask(offering, 2)
    for one in (approved, waiting):
        approve(enrolment=one, by=coordinator, now=NOW + timedelta(hours=1))
    change_seats(offering=offering.code, everybody=5, kept={}, by=coordinator, now=NOW + timedelta(hours=2))
    states = dict(Enrolment.objects.values_list("pk", "status"))
    assert [states[one.pk] for one in (approved, waiting, applied)] == ["confirmed", "offered", "applied"]


def test_the_same_click_twice_is_one_enrolment():
    offering = OfferingFactory(seats=3)
    person, cluster = manager()
    for _ in range(2):
        apply(offering=offering.code, by=person, cluster=cluster, now=NOW)
    assert (Enrolment.objects.count(), taken(offering)) == (1, 1)
    assert list(EnrolmentEvent.objects.values_list("action", flat=True)) == ["applied", "seated"]


def test_entered_by_name_queues_like_everybody():
    offering = OfferingFactory(seats=1)
    ask(offering)
    person, cluster = manager()
    coordinator = person_with(Role.COORDINATOR)
    entered = enrol(offering=offering.code, person=person, cluster=cluster, by=coordinator, now=NOW)
    assert entered.status == "waiting"
