"""What each action refuses, and the paths on which somebody could pass, come twice or be lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ReferenceIndex

from lms.certificates.models import Certificate
from lms.people.models import Role
from lms.training import freezing, queue_actions
from lms.training.enrolment_actions import accept_offer, apply, approve, decline, enrol, withdraw
from lms.training.models import (
    AttendanceEntry,
    Enrolment,
    EnrolmentEvent,
    NeedRank,
    Offering,
    SeatAllotment,
    TrainingSession,
)
from lms.training.queue_actions import change_seats, expire_offers, offer_free_seats, release_kept_seats
from lms.training.waiting import seats_beside_a_queue
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_training import NOW, STARTS_AT, EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DURING = STARTS_AT + MINUTE


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def ask(offering, minutes=0, cluster=None):
    cluster = cluster or ClusterFactory()
    by = person_with(Role.CLUSTER_MANAGER, cluster)
    return apply(offering=offering.code, by=by, cluster=cluster, now=NOW + minutes * MINUTE)


def enter(offering, by, now=NOW, person=None, **what):
    cluster = ClusterFactory()
    person = person or person_with(Role.CLUSTER_MANAGER, cluster)
    return enrol(offering=offering.code, person=person, cluster=cluster, by=by, now=now, **what)


def status(*enrolments):
    found = dict(Enrolment.objects.values_list("pk", "status"))
    return [found[one.pk] for one in enrolments]


def codes(refused):
    return [error.code for error in refused.value.error_list]


def test_nobody_entered_after_the_start_passes_who_waits(coordinator):
    offering = OfferingFactory(seats=1)
    first, second = ask(offering), ask(offering, 1)
    withdraw(enrolment=first, by=first.person, now=DURING, reason="ill")
    late = enter(offering, coordinator, DURING)
    assert status(second, late) == ["waiting", "waiting"]
    assert offer_free_seats(offering=offering.code, by=coordinator, now=DURING) == 1
    assert status(second, late) == ["offered", "waiting"]


def test_kept_seat_whose_day_has_passed_goes_to_the_queue_before_the_clock_comes_by(coordinator):
    offering = OfferingFactory(seats=0)
    kept = SeatAllotment.objects.create(offering=offering, cluster=ClusterFactory(), seats=1, reserved_until=NOW.date())
    first = ask(offering)
    late = ask(offering, 60 * 24)
    assert status(first, late) == ["offered", "waiting"]
    kept.refresh_from_db()
    assert (kept.taken, first.events.count()) == (1, 2)


def test_one_queue_that_fails_keeps_no_other_from_moving_on(monkeypatch, caplog):
    """Whatever the failure is; and so with the terms that freeze at the start."""
    now, kept = NOW + timedelta(days=1), {"seats": 2, "reserved_until": NOW.date()}
    for code in ("ed-a", "ed-b"):
        SeatAllotment.objects.create(offering=OfferingFactory(code=code), cluster=ClusterFactory(), **kept)

    def fails_in_the_first(work):
        def do(what, *rest):
            if (what if isinstance(what, Offering) else what.held.offering).code == "ed-a":
                raise KeyError("ed-a")
            return work(what, *rest)

        return do

    monkeypatch.setattr(queue_actions, "settle", fails_in_the_first(queue_actions.settle))
    assert release_kept_seats(now=now) == 2
    monkeypatch.setattr(freezing, "freeze_terms", fails_in_the_first(freezing.freeze_terms))
    assert freezing.freeze_started_offerings(now=DURING) == 1
    assert [record.args for record in caplog.records] == [("ed-a",), ("ed-a",)]


def test_a_seat_beside_closed_accounts_waits_for_nobody():
    offering = OfferingFactory(seats=1, starts_at=NOW - MINUTE)
    waits = EnrolmentFactory(offering=offering)
    assert list(seats_beside_a_queue(NOW)) == [offering]
    waits.person.is_active = False
    waits.person.save()
    assert list(seats_beside_a_queue(NOW)) == []


def test_day_of_kept_seats_is_the_day_at_the_place():
    """At 11.30 on the 22nd in London it is the 23rd in Auckland already, and still the 22nd in Udine."""
    now = NOW.replace(hour=11, minute=30)
    for zone, given in (("Pacific/Auckland", 2), ("Europe/Rome", 0)):
        offering = OfferingFactory(seats=0, time_zone=zone)
        SeatAllotment.objects.create(offering=offering, cluster=ClusterFactory(), seats=2, reserved_until=now.date())
        assert release_kept_seats(now=now) == given
        assert SeatAllotment.objects.get(offering=offering, cluster=None).seats == given


def test_need_decides_the_queue_but_takes_no_seat_back(coordinator):
    offering = OfferingFactory(seats=1, queue_order="need")
    needy = ClusterFactory()
    NeedRank.objects.create(offering=offering, cluster=needy, rank=1)
    sits, waits, first = ask(offering), ask(offering, 1), ask(offering, 2, needy)
    assert status(sits, waits, first) == ["confirmed", "waiting", "waiting"]
    withdraw(enrolment=sits, by=sits.person, now=NOW + 3 * MINUTE)
    assert status(waits, first) == ["waiting", "offered"]


def test_who_comes_back_is_at_the_end_of_the_queue_and_keeps_the_key(coordinator):
    offering = OfferingFactory(seats=1)
    sits, waits = ask(offering), ask(offering, 1)
    withdraw(enrolment=sits, by=sits.person, now=NOW + 2 * MINUTE)
    back = apply(offering=offering.code, by=sits.person, cluster=sits.cluster, now=NOW + 3 * MINUTE)
    assert (back.pk, back.key, back.queued_at) == (sits.pk, sits.key, NOW + 3 * MINUTE)
    assert status(waits, back) == ["offered", "waiting"]
    steps = EnrolmentEvent.objects.filter(enrolment=back).order_by("pk").values_list("from_status", "to_status")
    assert list(steps) == [
        ("", "waiting"), ("waiting", "confirmed"), ("confirmed", "withdrawn"), ("withdrawn", "waiting"),
    ]  # fmt: skip


def test_closed_account_is_passed_by_and_asked_when_it_is_open_again():
    offering = OfferingFactory(seats=1)
    sits, closed, waits = ask(offering), ask(offering, 1), ask(offering, 2)
    type(closed.person).objects.filter(pk=closed.person.pk).update(is_active=False)
    withdraw(enrolment=sits, by=sits.person, now=NOW + 3 * MINUTE)
    assert status(closed, waits) == ["waiting", "offered"]


def test_who_cannot_be_entered(coordinator):
    offering = OfferingFactory(seats=5)
    teacher, gone = UserFactory(), UserFactory(is_active=False)
    SessionFactory(offering=offering, taught_by=[teacher])
    for person, code in ((teacher, "teaches"), (gone, "inactive")):
        with pytest.raises(ValidationError) as refused:
            enter(offering, coordinator, person=person)
        assert codes(refused) == [code]
    applied = EnrolmentFactory(offering=offering, applied=True, person=gone)
    with pytest.raises(ValidationError) as refused:
        approve(enrolment=applied, by=coordinator, now=NOW)
    assert codes(refused) == ["inactive"]
    with pytest.raises(ValidationError) as refused:
        enter(offering, coordinator, reason="x" * 501)
    assert codes(refused) == ["too_long"]
    assert Enrolment.objects.count() == 1


def test_coordinators_enter_after_the_last_day_and_the_audience_is_theirs_to_judge(coordinator):
    offering = OfferingFactory(seats=1, apply_until=NOW - MINUTE, audience="officials")
    assert enter(offering, coordinator).status == "confirmed"
    with pytest.raises(ValidationError) as refused:
        ask(offering)
    assert codes(refused) == ["too_late", "wrong_audience"]


@pytest.mark.parametrize(
    ("traits", "code"),
    [
        ({"draft": True}, ["not_published"]),
        ({"status": "cancelled", "cancelled_at": NOW, "cancelled_reason": "x"}, ["not_published"]),
        ({"starts_at": NOW}, ["over"]),
        ({"apply_until": NOW - MINUTE}, ["too_late"]),
    ],
)
def test_what_takes_nobody_says_so_once(traits, code):
    with pytest.raises(ValidationError) as refused:
        ask(OfferingFactory(seats=1, **traits))
    assert codes(refused) == code
    assert Enrolment.objects.count() == 0


def test_strangers_move_nothing(coordinator):
    offering = OfferingFactory(seats=1)
    own, stranger = ask(offering), UserFactory()
    for action, more in ((approve, {}), (decline, {"reason": "x"}), (accept_offer, {}), (withdraw, {"reason": "x"})):
        with pytest.raises(PermissionDenied):
            action(enrolment=own, by=stranger, now=NOW, **more)
    for action, more in ((offer_free_seats, {}), (change_seats, {"everybody": 9, "kept": {}})):
        with pytest.raises(PermissionDenied):
            action(offering=offering.code, by=own.person, now=NOW, **more)
    with pytest.raises(PermissionDenied):
        enter(offering, own.person)


def test_reasons_are_asked_for_where_somebody_reads_them(coordinator):
    offering = OfferingFactory(seats=1, needs_approval=True, withdraw_until=NOW + timedelta(days=1))
    first, second = ask(offering), ask(offering)
    approve(enrolment=first, by=coordinator, now=NOW)
    late = NOW + timedelta(days=2)
    for action, one, by in (
        (decline, second, coordinator), (withdraw, first, coordinator), (withdraw, first, first.person)
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            action(enrolment=one, by=by, reason=" \x00", now=late)
        assert codes(refused) == ["required"]
    withdraw(enrolment=second, by=second.person, now=late)
    withdraw(enrolment=first, by=first.person, reason=" ill ", now=late)
    assert EnrolmentEvent.objects.get(enrolment=first, action="withdrew").reason == "ill"


def test_offer_is_accepted_until_its_last_moment_and_not_after_it(coordinator):
    offering = OfferingFactory(seats=0, offer_hours=1)
    first, second = ask(offering), ask(offering, 1)
    change_seats(offering=offering.code, everybody=2, kept={}, by=coordinator, now=NOW)
    ends = NOW + timedelta(hours=1)
    assert expire_offers(now=ends) == 0
    assert accept_offer(enrolment=first, by=first.person, now=ends).status == "confirmed"
    with pytest.raises(ValidationError):
        accept_offer(enrolment=second, by=second.person, now=ends + MINUTE)
    assert expire_offers(now=ends + MINUTE) == 1
    with pytest.raises(ValidationError) as refused:
        accept_offer(enrolment=second, by=second.person, now=ends + MINUTE)
    assert codes(refused) == ["not_kept"]
    assert accept_offer(enrolment=first, by=first.person, now=ends + MINUTE).status == "confirmed"


def test_seats_cannot_be_fewer_than_are_taken_nor_absurd(coordinator):
    offering, cluster = OfferingFactory(seats=2), ClusterFactory()
    ask(offering)
    tomorrow = NOW.date() + timedelta(days=1)
    wrong = [
        (0, {}, "taken"), (-1, {}, "number"), (10**12, {}, "number"), (2, {cluster.pk: (-1, tomorrow)}, "number"),
        (2, {10**6: (1, tomorrow)}, "cluster"),
    ]  # fmt: skip
    for everybody, kept, code in wrong:
        with pytest.raises(ValidationError) as refused:
            change_seats(offering=offering.code, everybody=everybody, kept=kept, by=coordinator, now=NOW)
        assert codes(refused) == [code]
    Offering.objects.update(status="cancelled", cancelled_at=NOW, cancelled_reason="x")
    with pytest.raises(ValidationError) as refused:
        change_seats(offering=offering.code, everybody=5, kept={}, by=coordinator, now=NOW)
    assert codes(refused) == ["over"]
    assert list(SeatAllotment.objects.values_list("seats", "taken")) == [(2, 1)]


def test_who_sits_on_kept_seats_that_are_taken_away_sits_on_one_for_everybody(coordinator):
    offering, cluster = OfferingFactory(seats=1), ClusterFactory()
    until = NOW.date() + timedelta(days=9)
    change_seats(offering=offering.code, everybody=1, kept={cluster.pk: (2, until)}, by=coordinator, now=NOW)
    mine = [ask(offering, 0, cluster), ask(offering, 1, cluster)]
    with pytest.raises(ValidationError) as refused:
        change_seats(offering=offering.code, everybody=1, kept={}, by=coordinator, now=NOW)
    assert codes(refused) == ["taken"]
    change_seats(offering=offering.code, everybody=1, kept={cluster.pk: (1, until)}, by=coordinator, now=NOW)
    assert sorted(SeatAllotment.objects.values_list("cluster", "seats", "taken"), key=str) == sorted(
        [(None, 1, 1), (cluster.pk, 1, 1)], key=str
    )
    change_seats(offering=offering.code, everybody=2, kept={}, by=coordinator, now=NOW)
    assert list(SeatAllotment.objects.values_list("cluster", "seats", "taken")) == [(None, 2, 2)]
    assert status(*mine) == ["confirmed", "confirmed"]


@pytest.mark.parametrize("model", [AttendanceEntry, Certificate, Enrolment, TrainingSession])
def test_what_is_saved_often_is_not_indexed_by_what_it_mentions(model):
    """Each save would write a task, and the task ask the database four times, for a question that nobody asks."""
    assert not ReferenceIndex.model_is_indexable(model)


def test_a_seat_by_post_costs_twelve_queries(client, django_assert_max_num_queries):
    """Session, user and roles, the savepoint of the test, and seven of the action."""
    offering, cluster = OfferingFactory(seats=1), ClusterFactory()
    person = person_with(Role.CLUSTER_MANAGER, cluster)
    client.force_login(person)
    with django_assert_max_num_queries(12):
        response = client.post(f"/it/calendar/{offering.code}/apply/", {"cluster": cluster.pk, "note": ""})
    assert response.status_code == 302
    assert Enrolment.objects.get().status == "confirmed"
