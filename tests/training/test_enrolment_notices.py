"""Who hears what: one message to each person concerned, saying how it stands when the transaction ends."""

from datetime import timedelta

import pytest

from lms.outbox.models import Message
from lms.people.models import Role
from lms.training.cancelling import end_enrolments
from lms.training.enrolment_actions import accept_offer, apply, approve, decline, enrol, withdraw
from lms.training.queue_actions import change_seats, expire_offers
from lms.training.seat_taking import hold_offering
from tests.factories import ClusterFactory, person_with
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return somebody(Role.COORDINATOR, first_name="Carla", last_name="Verdi")


def somebody(role, cluster=None, **names):
    """Return a person with this role, by name, language or zone."""
    person = person_with(role, cluster)
    for name, value in names.items():
        setattr(person, name, value)
    person.save()
    return person


def ask(offering, minutes=0, **names):
    cluster = ClusterFactory()
    by = somebody(Role.CLUSTER_MANAGER, cluster, **names)
    return apply(offering=offering.code, by=by, cluster=cluster, now=NOW + timedelta(minutes=minutes))


def told(enrolment):
    """Return the kinds of messages to a person, in order."""
    return list(Message.objects.filter(recipient=enrolment.person).order_by("pk").values_list("kind", flat=True))


def last():
    return Message.objects.order_by("pk").last()


def test_each_step_is_told_once_as_it_stands_in_the_end(coordinator):
    offering = OfferingFactory(seats=1)
    first, second, third = ask(offering), ask(offering, 1), ask(offering, 2)
    assert [told(one) for one in (first, second, third)] == [["seat_confirmed"], ["seat_waiting"], ["seat_waiting"]]
    withdraw(enrolment=first, by=first.person, now=NOW + timedelta(minutes=3))
    assert told(first) == ["seat_confirmed", "seat_withdrawn"]
    assert told(second) == ["seat_waiting", "seat_offered"]
    expire_offers(now=NOW + timedelta(days=3))
    assert told(second)[-1] == "seat_expired"
    third.refresh_from_db()
    accept_offer(enrolment=third, by=third.person, now=NOW + timedelta(days=3))
    assert told(third) == ["seat_waiting", "seat_offered", "seat_confirmed"]
    withdraw(enrolment=third, by=coordinator, reason="Ha cambiato lavoro", now=NOW + timedelta(days=4))
    assert told(third)[-1] == "seat_removed"
    assert "Ha cambiato lavoro" in last().text
    assert {message.topic for message in Message.objects.all()} == {"seats"}
    assert {message.status for message in Message.objects.all()} == {"waiting"}


def test_application_decided(coordinator):
    offering = OfferingFactory(seats=1, needs_approval=True)
    first, second, third = ask(offering), ask(offering, 1), ask(offering, 2)
    assert told(first) == ["seat_applied"]
    approve(enrolment=first, by=coordinator, now=NOW)
    approve(enrolment=second, by=coordinator, now=NOW)
    decline(enrolment=third, reason="Il corso è per altri", by=coordinator, now=NOW)
    assert [told(one)[1:] for one in (first, second, third)] == [
        ["seat_confirmed"],
        ["seat_waiting"],
        ["seat_declined"],
    ]
    assert "Il corso è per altri" in last().text
    assert Message.objects.filter(recipient=coordinator).count() == 0


def test_words_times_and_link_are_those_of_the_place_and_the_reader(coordinator):
    """A visit in Lisbon, an hour behind: times are said as the clocks there show them."""
    offering = OfferingFactory(seats=0, time_zone="Europe/Lisbon", title_en="Visit to Lisbon", code="visit-lisbon")
    own = ask(offering, language="en", time_zone="Europe/Helsinki")
    assert "place 1 of the queue" in last().text
    change_seats(offering=offering.code, everybody=1, kept={}, by=coordinator, now=NOW)
    message = Message.objects.get(recipient=own.person, kind="seat_offered")
    assert message.subject == "A seat in “Visit to Lisbon” (visit-lisbon) is kept for you"
    assert "24 November 2026, 09:00 (Europe/Lisbon)" in message.text
    assert message.link == "/en/calendar/visit-lisbon/"


def test_who_is_entered_hears_by_whom_and_why(coordinator):
    offering = OfferingFactory(seats=1)
    cluster = ClusterFactory()
    person = somebody(Role.CLUSTER_MANAGER, cluster, language="en")
    enrol(
        offering=offering.code, person=person, cluster=cluster, by=coordinator, reason="Rete transfrontaliera", now=NOW
    )
    assert last().kind == "seat_confirmed"
    assert "Carla Verdi entered you" in last().text
    assert "The reason: Rete" in last().text


def test_the_same_again_tells_nobody(coordinator):
    offering = OfferingFactory(seats=1)
    own = ask(offering)
    apply(offering=offering.code, by=own.person, cluster=own.cluster, now=NOW)
    enrol(offering=offering.code, person=own.person, cluster=own.cluster, by=coordinator, now=NOW)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_cancelling_costs_as_much_for_thirty_as_for_one(count, coordinator, django_assert_num_queries):
    offering = OfferingFactory(seats=30)
    EnrolmentFactory.create_batch(count, offering=offering, confirmed=True)
    EnrolmentFactory(offering=offering)
    held = hold_offering(offering.code, now=NOW)
    with django_assert_num_queries(5):
        assert end_enrolments(held=held, by=coordinator, reason="Il relatore è malato") == count + 1
    assert offering.allotments.get().taken == 0
    assert set(offering.enrolments.values_list("status", flat=True)) == {"withdrawn"}
    assert set(Message.objects.values_list("kind", flat=True)) == {"seat_cancelled"}
    assert Message.objects.filter(text__contains="Il relatore è malato").count() == count + 1


def test_closing_says_that_it_is_over_and_not_that_it_was_cancelled(coordinator):
    offering = OfferingFactory(seats=0)
    own = ask(offering, language="en")
    held = hold_offering(offering.code, now=offering.ends_at)
    end_enrolments(held=held, by=coordinator, reason="closed", of=["waiting"])
    message = Message.objects.get(recipient=own.person, kind="seat_cancelled")
    assert message.subject.endswith("is over")
