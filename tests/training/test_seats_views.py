"""The page where seats are changed: it says first what will happen, and then it happens."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from lms.outbox.models import Message
from lms.people.models import Role
from lms.training.models import Enrolment, SeatAllotment
from tests.factories import ClusterFactory, person_with
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory

pytestmark = pytest.mark.django_db
SEATS_QUERIES = 7


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def send(client, offering, everybody, *kept, **more):
    """Post the form; `kept`: rows of cluster, seats, until."""
    data = {"everybody": everybody, "kept-TOTAL_FORMS": len(kept), "kept-INITIAL_FORMS": 0} | more
    for number, (cluster, seats, until) in enumerate(kept):
        row = {"cluster": getattr(cluster, "pk", cluster), "seats": seats, "until": until}
        data |= {f"kept-{number}-{name}": value for name, value in row.items()}
    with translation.override("en"):
        return client.post(reverse("training:seats", args=[offering.code]), data, follow=True)


def allotments(offering):
    rows = SeatAllotment.objects.filter(offering=offering).order_by("pk")
    return list(rows.values_list("cluster", "seats", "taken"))


def test_page_says_who_will_be_offered_a_seat_and_changes_nothing(client, coordinator):
    offering = OfferingFactory(seats=0)
    first, second = EnrolmentFactory(offering=offering), EnrolmentFactory(offering=offering)
    Enrolment.objects.filter(pk=second.pk).update(queued_at=NOW - timedelta(days=1))
    page = send(client, offering, 1)
    assert page.context["offered"] == [second.person]
    assert "1 person of the queue is offered a seat:" in page.content.decode()
    assert allotments(offering) == [(None, 0, 0)]
    assert set(Enrolment.objects.values_list("status", flat=True)) == {"waiting"}
    assert not Message.objects.exists()
    assert "The seats were changed." in send(client, offering, 1, confirm="yes").content.decode()
    assert allotments(offering) == [(None, 1, 1)]
    assert dict(Enrolment.objects.values_list("pk", "status")) == {first.pk: "waiting", second.pk: "offered"}


def test_seats_are_kept_for_a_cluster_until_a_day(client, coordinator):
    offering, cluster = OfferingFactory(seats=3), ClusterFactory()
    row = (cluster, 2, "2026-12-01")
    send(client, offering, 4, row, ("", "", ""), confirm="yes")
    assert allotments(offering) == [(None, 4, 0), (cluster.pk, 2, 0)]
    send(client, offering, 4, (cluster, 0, "2026-12-01"), confirm="yes")
    assert allotments(offering) == [(None, 4, 0)]


def test_kept_seats_whose_day_passed_do_not_stop_other_changes(client, coordinator):
    offering, cluster = OfferingFactory(seats=3), ClusterFactory()
    past = (NOW - timedelta(days=3)).date()
    SeatAllotment.objects.create(offering=offering, cluster=cluster, seats=2, reserved_until=past)
    send(client, offering, 4, (cluster, 2, past), confirm="yes", **{"kept-INITIAL_FORMS": 1})
    assert allotments(offering) == [(None, 4, 0), (cluster.pk, 2, 0)]


@pytest.mark.parametrize(
    ("everybody", "row", "sentence"),
    [
        ("-1", None, "greater than or equal to 0"),
        ("9" * 30, None, "less than or equal to"),
        ("many", None, "whole number"),
        ("\x00", None, "whole number"),
        (0, None, "take somebody off the list first"),
        (1, ("", 2, "2026-12-01"), "Choose the cluster for which these seats are kept."),
        (1, ("own", 2, ""), "are kept until a day: say which."),
        (1, ("own", 2, "2026-02-31"), "Enter a valid date."),
        (1, ("own", 2, "2026-11-21"), "This day has passed: choose today or a later one."),
        (1, ("9" * 30, 2, "2026-12-01"), "Select a valid choice."),
        (1, ("x\x00", 2, "2026-12-01"), "Select a valid choice."),
    ],
)
def test_bad_input_is_refused_with_a_sentence(client, coordinator, everybody, row, sentence):
    one = EnrolmentFactory(offering=OfferingFactory(seats=2), confirmed=True)
    kept = [(one.cluster if row[0] == "own" else row[0], *row[1:])] if row else []
    assert sentence in send(client, one.offering, everybody, *kept, confirm="yes").content.decode()
    assert allotments(one.offering) == [(None, 2, 1)]


def test_cluster_in_two_rows_is_refused(client, coordinator):
    offering, cluster = OfferingFactory(seats=2), ClusterFactory()
    row = (cluster, 2, "2026-12-01")
    page = send(client, offering, 2, row, row, confirm="yes").content.decode()
    assert "A cluster stands in two rows" in page
    assert allotments(offering) == [(None, 2, 0)]


def test_what_no_browser_sends_is_no_error(client, coordinator):
    offering = OfferingFactory(seats=2)
    with translation.override("en"):
        address = reverse("training:seats", args=[offering.code])
    for data in ({}, {"everybody": 2}, {"everybody": 2, "kept-TOTAL_FORMS": "9" * 20, "kept-INITIAL_FORMS": "x"}):
        assert client.post(address, data | {"confirm": "yes"}).status_code == 200
    assert allotments(offering) == [(None, 2, 0)]


def test_closed_offering_keeps_its_seats(client, coordinator):
    offering = OfferingFactory(seats=2, status="cancelled", cancelled_at=NOW, cancelled_reason="Snow")
    assert "its seats stay as they were" in send(client, offering, 9, confirm="yes").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_seats_take_the_same_queries(client, coordinator, number, django_assert_num_queries):
    offering = OfferingFactory(seats=2)
    for _ in range(number):
        cluster = ClusterFactory()
        SeatAllotment.objects.create(offering=offering, cluster=cluster, seats=1, reserved_until=NOW.date())
    client.get(reverse("training:seats", args=[offering.code]))
    with django_assert_num_queries(SEATS_QUERIES):
        client.get(reverse("training:seats", args=[offering.code]))
