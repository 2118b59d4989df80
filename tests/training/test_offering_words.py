"""What the pages of an offering say: seats in the right number, what leaving means, and which words are whose."""

from datetime import timedelta

import pytest
import time_machine

from lms.training.models import SeatAllotment
from tests.factories import ClusterFactory
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory
from tests.training.test_offering_views import get, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def plain(page):
    return " ".join(words(page).split())


@pytest.mark.parametrize(
    ("taken", "said"), [(4, "1 seat free of 5"), (5, "0 seats free of 5"), (0, "5 seats free of 5")]
)
def test_number_of_free_seats_decides_about_the_plural(client, taken, said):
    offering = OfferingFactory(seats=5)
    SeatAllotment.objects.filter(offering=offering).update(taken=taken)
    assert said in plain(get(client, "calendar"))
    assert said in plain(get(client, "offering", offering.code))


@pytest.mark.parametrize(("days", "kept"), [(0, True), (-1, False)])
def test_card_says_for_whom_free_seats_are_kept(client, days, kept):
    until = (NOW + timedelta(days=days)).date()
    SeatAllotment.objects.create(
        offering=OfferingFactory(seats=2), cluster=ClusterFactory(name="Cluster Legno"), seats=3, reserved_until=until
    )
    assert ("3 of them are kept for Cluster Legno until 22 November 2026" in plain(get(client, "calendar"))) == kept


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"applied": True}, "Take my application back"),
        ({}, "Leave the queue"),
        ({"offered": True}, "Give my seat back"),
        ({"confirmed": True}, "Give my seat back"),
    ],
)
def test_leaving_is_named_for_what_it_is(client, state, says):
    own = EnrolmentFactory(offering=OfferingFactory(seats=5), **state)
    client.force_login(own.person)
    assert says in plain(get(client, "offering", own.offering.code))
    page = plain(get(client, "withdraw", own.offering.code))
    assert (page.count(says), f'<button class="btn btn-danger">{says}</button>' in page) == (4, True)
    assert ">Back</a>" in page


def test_seat_goes_to_the_next_only_where_somebody_waits(client):
    own = EnrolmentFactory(offering=OfferingFactory(seats=1), confirmed=True)
    client.force_login(own.person)
    assert "goes to the next in the queue" not in plain(get(client, "withdraw", own.offering.code))
    EnrolmentFactory(offering=own.offering, queued_at=NOW)
    page = plain(get(client, "withdraw", own.offering.code))
    assert "goes to the next in the queue. If you ask again, you start at the end of the queue." in page


def test_late_withdrawal_says_beforehand_why_it_asks(client):
    own = EnrolmentFactory(offering=OfferingFactory(seats=5, withdraw_until=NOW - timedelta(days=1)), confirmed=True)
    client.force_login(own.person)
    assert "without a reason is over: the coordinators read" in plain(get(client, "withdraw", own.offering.code))


def test_reason_of_a_cancellation_is_marked_as_italian(client):
    offering = OfferingFactory(seats=5, status="cancelled", cancelled_at=NOW, cancelled_reason="Aula <allagata>")
    for page in (get(client, "calendar"), get(client, "offering", offering.code)):
        assert '<span lang="it">Aula &lt;allagata&gt;</span>' in words(page)
