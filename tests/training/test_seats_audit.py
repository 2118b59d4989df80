"""`manage.py check_seats` finds what was planted into a live database, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import F

from lms.people.models import Role
from lms.training.enrolment_actions import apply, withdraw
from lms.training.models import Enrolment, EnrolmentEvent, Offering, SeatAllotment
from lms.training.queue_actions import release_kept_seats
from lms.training.seat_faults import Counted, Standing, broken_step, faults_of
from lms.triggers import unlocked
from tests.factories import ClusterFactory, person_with
from tests.factories_training import NOW, OfferingFactory


def ask(offering, minutes):
    cluster = ClusterFactory()
    by = person_with(Role.CLUSTER_MANAGER, cluster)
    return apply(offering=offering.code, by=by, cluster=cluster, now=NOW + timedelta(minutes=minutes))


@pytest.fixture
def offering(db):
    """One who sits, one who was offered a seat, one who waits."""
    offering = OfferingFactory(seats=2, code="ed-a")
    gone, *_others = [ask(offering, minutes) for minutes in range(4)]
    withdraw(enrolment=gone, by=gone.person, now=NOW + timedelta(minutes=5))
    return offering


def audit(capsys, at=NOW + timedelta(minutes=10)):
    """Run the command; return whether it found anything, and its lines."""
    capsys.readouterr()
    code = 0
    with time_machine.travel(at, tick=False):
        try:
            call_command("check_seats")
        except CommandError as error:
            code = error.returncode
    return code == 1, capsys.readouterr().out.splitlines()


def test_sound_database_is_said_to_be_sound(offering, capsys):
    assert audit(capsys) == (False, ["Seats: 1 offerings, no fault"])


def own(status):
    return Enrolment.objects.filter(status=status).order_by("pk")


def a_seat_lost(offering):
    SeatAllotment.objects.update(taken=F("taken") - 1)


def a_person_beside_the_engine(offering):
    waits, allotment = own("waiting").get(), SeatAllotment.objects.get()
    Enrolment.objects.filter(pk=waits.pk).update(status="confirmed", allotment=allotment, confirmed_at=NOW)


def a_seat_beside_the_queue(offering):
    SeatAllotment.objects.update(seats=3)


def a_step_gone(offering):
    with unlocked("test"):
        EnrolmentEvent.objects.filter(enrolment=own("offered").get(), action="offered").delete()


def a_seat_of_another(offering):
    other = SeatAllotment.objects.create(offering=OfferingFactory(code="ed-b"), seats=1, taken=0)
    own("confirmed").update(allotment=other)


def a_cancellation_by_hand(offering):
    Offering.objects.update(status="cancelled", cancelled_at=NOW, cancelled_reason="x")


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (a_seat_lost, ["counts other seats", "waits beside a free seat"]),
        (a_person_beside_the_engine, ["counts other seats", "more people than seats", "steps of enrolment"]),
        (a_seat_beside_the_queue, ["waits beside a free seat"]),
        (a_step_gone, ["steps of enrolment"]),
        (a_seat_of_another, ["counts other seats", "another offering", "counts"]),
        (a_cancellation_by_hand, ["still “offered”", "still “confirmed”", "still “waiting”"]),
    ],
)
def test_planted_fault_is_found(offering, plant, words, capsys):
    plant(offering)
    found, lines = audit(capsys)
    assert found
    for word in words:
        assert any(word in line for line in lines), (word, lines)
    assert all(line.startswith(("ed-a: ", "ed-b: ")) for line in lines)


def test_offer_that_the_clock_forgot_is_found(offering, capsys):
    found, lines = audit(capsys, NOW + timedelta(days=3))
    assert (found, len(lines)) == (True, 1)
    assert "see whether the clock runs" in lines[0]


def test_the_clock_offers_what_is_free_beside_a_queue(offering, capsys):
    a_seat_beside_the_queue(offering)
    now = NOW + timedelta(minutes=6)
    assert (release_kept_seats(now=now), release_kept_seats(now=now)) == (1, 0)
    assert audit(capsys)[0] is False


def test_faults_that_the_database_refuses_are_known_too():
    standing = [
        Standing(1, "confirmed", steps=(("", "waiting"), ("waiting", "confirmed"))),
        Standing(2, "waiting", is_approved=False, steps=(("", "waiting"),)),
        Standing(3, "offered", allotment=9, steps=(("", "offered"),)),
    ]
    found = faults_of(status="published", allotments=[Counted(9, 1, 1)], enrolments=standing, passed_over=[], now=NOW)
    assert [(fault.code, fault.key) for fault in found] == [("seat", 1), ("approval", 2), ("expiry", 3)]


@pytest.mark.parametrize(
    ("status", "steps", "said"),
    [
        ("applied", [("", "applied")], ""),
        ("applied", [], "0: -, applied"),
        ("waiting", [("", "applied"), ("waiting", "confirmed"), ("confirmed", "waiting")], "2: waiting, applied"),
        ("confirmed", [("", "applied")], "1: applied, confirmed"),
        ("applied", [("applied", "applied")], "1: applied, -"),
    ],
)
def test_way_breaks_where_a_step_does_not_follow(status, steps, said):
    assert broken_step(Standing(1, status, steps=tuple(steps))) == said
