"""Forty clients at the same moment for ten seats, by every path, on a database that threads share."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from lms.outbox.models import Message
from lms.people.models import Role, RoleGrant, User
from lms.training.auditing import faults_in
from lms.training.enrolment_actions import accept_offer, apply, approve, enrol, withdraw
from lms.training.list_actions import enrol_list
from lms.training.list_values import Line
from lms.training.models import Enrolment, EnrolmentEvent, SeatAllotment
from lms.training.queue_actions import change_seats, expire_offers, offer_free_seats
from tests.factories import ClusterFactory, person_with
from tests.factories_privacy import FundingLineFactory
from tests.factories_training import NOW, STARTS_AT, OfferingFactory

CLIENTS, SEATS = 40, 10
ROUNDS = int(os.environ.get("RACE_ROUNDS", "20"))
OTHERS = int(
    os.environ.get("RACE_ROUNDS", "3")
)  # the other paths, which end in the same lines: RACE_ROUNDS=20 runs all
LATER = NOW + timedelta(days=3)


class Crowd:
    """Forty people, a coordinator, and as many threads, each with a connection of its own."""

    def __init__(self, pool):
        self.pool = pool
        self.cluster = ClusterFactory()
        self.coordinator = person_with(Role.COORDINATOR)
        self.people = User.objects.bulk_create(User(email=f"m{n}@clus3.example") for n in range(CLIENTS))
        RoleGrant.objects.bulk_create(
            RoleGrant(user=person, role=Role.CLUSTER_MANAGER, cluster=self.cluster, valid_from=NOW.date())
            for person in self.people
        )
        self.line = FundingLineFactory()
        for person in [*self.people, self.coordinator]:
            person.holds(Role.CLUSTER_MANAGER)

    def at_once(self, work):
        """Run `work(number)` in forty threads from the same moment; what one of them raises fails the test."""
        start = Barrier(CLIENTS)

        def run(number):
            start.wait(timeout=30)
            return work(number)

        return list(self.pool.map(run, range(CLIENTS)))

    def offering(self, **traits):
        return OfferingFactory(**{"seats": SEATS, "funding_line": self.line} | traits)

    def apply(self, offering, number, now=NOW):
        return apply(offering=offering.code, by=self.people[number], cluster=self.cluster, now=now)

    def enrol(self, offering, number, now=NOW):
        person = self.people[number]
        return enrol(offering=offering.code, person=person, cluster=self.cluster, by=self.coordinator, now=now)

    def own(self, offering):
        return list(Enrolment.objects.filter(offering=offering).select_related("offering").order_by("person_id"))


@pytest.fixture
def crowd(shared_db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with ThreadPoolExecutor(CLIENTS) as pool:
        crowd = Crowd(pool)
        yield crowd
        crowd.at_once(lambda number: connections.close_all())


def states(offering):
    return Counter(Enrolment.objects.filter(offering=offering).values_list("status", flat=True))


def assert_ten_sit_and_thirty_wait(offering, now=NOW):
    """Exactly ten, nobody lost, each told once, and the audit finds nothing."""
    assert states(offering) == {"confirmed": SEATS, "waiting": CLIENTS - SEATS}
    assert SeatAllotment.objects.get(offering=offering).taken == SEATS
    assert faults_in(offering.code, now) == []


def by_oneself(crowd, offering):
    crowd.at_once(lambda number: crowd.apply(offering, number))


def by_name(crowd, offering):
    crowd.at_once(lambda number: crowd.enrol(offering, number))


def by_approval(crowd, offering):
    type(offering).objects.filter(pk=offering.pk).update(needs_approval=True)
    applied = [crowd.apply(offering, number) for number in range(CLIENTS)]
    crowd.at_once(lambda number: approve(enrolment=applied[number], by=crowd.coordinator, now=NOW))


def by_lists(crowd, offering):
    """Each list holds two, and everybody stands on two lists."""

    def enter(number):
        pair = (crowd.people[number], crowd.people[(number + 1) % CLIENTS])
        rows = [Line(row, {"email": person.email}) for row, person in enumerate(pair, start=2)]
        enrol_list(offering=offering.code, rows=rows, by=crowd.coordinator, now=NOW)

    crowd.at_once(enter)


def by_all_of_them(crowd, offering):
    ways = [crowd.apply, crowd.enrol]
    crowd.at_once(lambda number: ways[number % 2](offering, number))


@pytest.mark.parametrize(
    ("path", "rounds"),
    [(by_oneself, ROUNDS), (by_name, OTHERS), (by_approval, OTHERS), (by_lists, OTHERS), (by_all_of_them, OTHERS)],
)
def test_forty_for_ten_seats(crowd, path, rounds):
    for _round in range(rounds):
        offering = crowd.offering()
        path(crowd, offering)
        assert_ten_sit_and_thirty_wait(offering)
    assert Message.objects.exclude(kind="seat_applied").count() == rounds * CLIENTS
    assert EnrolmentEvent.objects.filter(to_status="confirmed").count() == rounds * SEATS


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only there people wait in a line of the process")
def test_the_database_alone_keeps_the_seats_right(crowd, monkeypatch):
    """As with several processes, which do not share a line."""
    monkeypatch.setattr("lms.training.in_line.LONGEST_WAIT", 0)
    for _round in range(2):
        offering = crowd.offering()
        by_all_of_them(crowd, offering)
        assert_ten_sit_and_thirty_wait(offering)


def test_the_same_click_forty_times_is_one_enrolment(crowd):
    for _round in range(OTHERS):
        offering = crowd.offering()
        found = crowd.at_once(lambda number, offering=offering: crowd.apply(offering, 0))
        assert len({one.pk for one in found}) == 1
        assert states(offering) == {"confirmed": 1}
        assert EnrolmentEvent.objects.filter(enrolment__offering=offering).count() == 2
        assert Message.objects.filter(recipient=crowd.people[0]).count() == 1 + _round


def test_ten_leave_while_others_come_and_the_first_ten_of_the_queue_are_asked(crowd):
    """Promotion: those who wait were there first, whoever clicks in between."""
    for _round in range(OTHERS):
        offering = crowd.offering()
        for number in range(30):
            crowd.apply(offering, number, NOW + timedelta(seconds=number))
        own = crowd.own(offering)

        def move(number, own=own, offering=offering):
            if number < 10:
                withdraw(enrolment=own[number], by=crowd.people[number], now=NOW + timedelta(minutes=1))
            elif number < 20:
                offer_free_seats(offering=offering.code, by=crowd.coordinator, now=NOW + timedelta(minutes=1))
            elif number >= 30:
                crowd.apply(offering, number, NOW + timedelta(minutes=1))

        crowd.at_once(move)
        found = [one.status for one in crowd.own(offering)]
        assert found == ["withdrawn"] * 10 + ["offered"] * 10 + ["waiting"] * 20
        assert SeatAllotment.objects.get(offering=offering).taken == SEATS
        assert faults_in(offering.code, NOW) == []


def test_offers_are_accepted_or_expire_and_go_on_but_never_both(crowd):
    for _round in range(OTHERS):
        offering = crowd.offering(seats=0)
        for number in range(30):
            crowd.apply(offering, number, NOW + timedelta(seconds=number))
        seats = {"everybody": SEATS, "kept": {}, "by": crowd.coordinator, "now": NOW + timedelta(minutes=1)}
        change_seats(offering=offering.code, **seats)
        own = crowd.own(offering)
        assert [one.status for one in own] == ["offered"] * 10 + ["waiting"] * 20

        def move(number, own=own):
            if number < 10:
                with suppress(ValidationError):  # whoever comes after the clock is told so
                    accept_offer(enrolment=own[number], by=crowd.people[number], now=NOW + timedelta(hours=1))
            else:
                expire_offers(now=LATER)

        crowd.at_once(move)
        found = [one.status for one in crowd.own(offering)]
        asked = found[:10].count("withdrawn")
        assert set(found[:10]) <= {"confirmed", "withdrawn"}
        assert found[10:] == ["offered"] * asked + ["waiting"] * (20 - asked)
        assert SeatAllotment.objects.get(offering=offering).taken == SEATS
        assert faults_in(offering.code, LATER) == []


def test_seats_raised_by_many_at_once_go_to_the_first_ten(crowd):
    for _round in range(OTHERS):
        offering = crowd.offering(seats=0)
        for number in range(20):
            crowd.apply(offering, number, NOW + timedelta(seconds=number))
        seats = {"everybody": SEATS, "kept": {}, "by": crowd.coordinator, "now": NOW + timedelta(minutes=1)}

        def move(number, offering=offering, seats=seats):
            if number < 20:
                change_seats(offering=offering.code, **seats)
            else:
                crowd.apply(offering, number, NOW + timedelta(minutes=1))

        crowd.at_once(move)
        assert [one.status for one in crowd.own(offering)] == ["offered"] * 10 + ["waiting"] * 30
        assert SeatAllotment.objects.get(offering=offering).taken == SEATS


def test_one_freed_seat_is_offered_once_by_two_coordinators(crowd):
    """After the start nothing is offered by itself: it is they who press."""
    during = STARTS_AT + timedelta(minutes=1)
    for _round in range(ROUNDS):
        offering = crowd.offering(seats=1)
        for number in range(4):
            crowd.apply(offering, number, NOW + timedelta(seconds=number))
        withdraw(enrolment=crowd.own(offering)[0], by=crowd.people[0], now=during, reason="ill")
        assert states(offering) == {"withdrawn": 1, "waiting": 3}

        def press(number, offering=offering):
            return offer_free_seats(offering=offering.code, by=crowd.coordinator, now=during) if number < 2 else 0

        assert sum(crowd.at_once(press)) == 1
        assert [one.status for one in crowd.own(offering)] == ["withdrawn", "offered", "waiting", "waiting"]
        assert SeatAllotment.objects.get(offering=offering).taken == 1


def test_without_the_lock_it_oversells(crowd):
    """The control: whoever looks first and writes afterwards, as one does without thinking, sells a seat twice."""
    offering = crowd.offering()
    looked = Barrier(CLIENTS)

    def careless(number):
        allotment = SeatAllotment.objects.get(offering=offering)
        looked.wait(timeout=30)
        if allotment.taken >= allotment.seats:
            raise ValidationError("full")
        with transaction.atomic():
            allotment.taken += 1
            allotment.save()
            Enrolment.objects.create(
                offering=offering, person=crowd.people[number], cluster=crowd.cluster, status="confirmed",
                allotment=allotment, status_at=NOW, queued_at=NOW, approved_at=NOW, confirmed_at=NOW,
            )  # fmt: skip

    crowd.at_once(careless)
    assert states(offering) == {"confirmed": CLIENTS}
    assert {fault.code for fault in faults_in(offering.code, NOW)} >= {"count", "oversold"}
