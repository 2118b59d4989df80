"""Whatever people, coordinators and the clock do in whatever order: the seats add up and nobody is passed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lms.people.models import Role, User
from lms.training.auditing import faults_in
from lms.training.enrolment_actions import accept_offer, apply, approve, decline, enrol, withdraw
from lms.training.models import Enrolment, EnrolmentEvent, NeedRank, Offering, SeatAllotment
from lms.training.queue_actions import change_seats, expire_offers, offer_free_seats, release_kept_seats
from tests.factories import ClusterFactory, person_with
from tests.factories_training import NOW, OfferingFactory

PEOPLE = 6
SITS = ("offered", "confirmed")
GONE = ("withdrawn", "declined")
people = st.integers(min_value=0, max_value=PEOPLE - 1)


class Histories(RuleBasedStateMachine):
    """One offering, six people of two clusters, a coordinator and a clock that is late at times."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now, self.is_behind, self.seen = NOW, False, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(
        seats=st.integers(0, 2),
        kept=st.integers(0, 2),
        asks=st.booleans(),
        order=st.sampled_from(["arrival", "need"]),
        days=st.sampled_from([1, 8]),
        arrivals=st.permutations(range(PEOPLE)),
        approved=st.integers(2, PEOPLE),
    )
    def begin(self, seats, kept, asks, order, days, arrivals, approved):
        """Everybody comes, in some order; some are approved where that is asked for."""
        self.clusters = [ClusterFactory(), ClusterFactory()]
        self.coordinator = person_with(Role.COORDINATOR)
        self.people = [person_with(Role.CLUSTER_MANAGER, self.clusters[n % 2]) for n in range(PEOPLE)]
        starts_at = NOW + timedelta(days=days)
        offering = OfferingFactory(
            seats=seats, needs_approval=asks, queue_order=order, offer_hours=24, starts_at=starts_at,
            ends_at=starts_at + timedelta(days=9),
        )  # fmt: skip
        self.code, self.by_need = offering.code, order == "need"
        until = NOW.date() + timedelta(days=3)
        SeatAllotment.objects.create(offering=offering, cluster=self.clusters[0], seats=kept, reserved_until=until)
        NeedRank.objects.create(offering=offering, cluster=self.clusters[1], rank=1)
        for number in arrivals:
            self.comes(number=number, clicks=1, is_entered=False)
        for number in arrivals[:approved]:
            self.is_decided(number=number, said=approve)

    def moved(self, action, **what):
        """Do it; what is refused changes nothing."""
        self.now += timedelta(seconds=1)
        try:
            with transaction.atomic():
                action(**what, now=self.now)
        except ValidationError:
            return
        self.nobody_is_passed()

    def about(self, number, statuses, action, **what):
        """Do it to one of those in these states, whichever the number points to."""
        rows = Enrolment.objects.filter(offering__code=self.code, status__in=statuses)
        found = list(rows.select_related("offering", "person").order_by("person_id"))
        if found:
            one = found[number % len(found)]
            self.moved(action, enrolment=one, by=what.pop("by", None) or one.person, **what)

    @rule(number=people, clicks=st.integers(1, 2), is_entered=st.booleans())
    def comes(self, number, clicks, is_entered):
        person, cluster = self.people[number], self.clusters[number % 2]
        for _click in range(clicks):
            if is_entered:
                self.moved(enrol, offering=self.code, person=person, cluster=cluster, by=self.coordinator)
            else:
                self.moved(apply, offering=self.code, by=person, cluster=cluster)

    @rule(number=people, said=st.sampled_from([approve, approve, decline]))
    def is_decided(self, number, said):
        reason = {"reason": "full"} if said is decline else {}
        self.about(number, ["applied"], said, by=self.coordinator, **reason)

    @rule(number=people)
    def accepts(self, number):
        self.about(number, ["offered"], accept_offer)

    @rule(number=people, reason=st.sampled_from(["", "ill"]))
    def gives_a_seat_back(self, number, reason):
        self.about(number, SITS, withdraw, reason=reason)

    @rule(number=people)
    def is_taken_off(self, number):
        self.about(number, ("applied", "waiting", *SITS), withdraw, by=self.coordinator, reason="moved away")

    @rule(number=people)
    def account_is_closed_or_opened(self, number):
        person = User.objects.get(pk=self.people[number].pk)
        User.objects.filter(pk=person.pk).update(is_active=not person.is_active)
        self.people[number] = User.objects.get(pk=person.pk)
        self.is_behind = True

    @rule(everybody=st.integers(0, 4), kept=st.integers(0, 2), days=st.integers(0, 5))
    def seats_change(self, everybody, kept, days):
        until = NOW.date() + timedelta(days=days)
        wanted = {self.clusters[0].pk: (kept, until)} if kept else {}
        self.moved(change_seats, offering=self.code, everybody=everybody, kept=wanted, by=self.coordinator)

    @rule()
    def free_seats_are_offered(self):
        self.moved(offer_free_seats, offering=self.code, by=self.coordinator)

    @rule(hours=st.integers(1, 40), is_late=st.booleans())
    def time_passes(self, hours, is_late):
        self.now += timedelta(hours=hours)
        self.is_behind = True
        if not is_late:
            expire_offers(now=self.now)
            release_kept_seats(now=self.now)
            self.is_behind = False

    @invariant()
    def it_all_adds_up(self):
        """Counts, seats, approvals, steps; and nobody waits beside a free seat, as soon as the clock came by."""
        late = {"overdue", "passed_over"} if self.is_behind else set()
        assert [fault for fault in faults_in(self.code, self.now) if fault.code not in late] == []

    @invariant()
    def nobody_is_passed(self):
        """Whoever got a seat since the last look stood before everybody who still waits and may sit there."""
        rows = list(Enrolment.objects.filter(offering__code=self.code).select_related("allotment", "person"))
        by_key = {one.pk: one for one in rows}
        events = EnrolmentEvent.objects.filter(enrolment__in=rows, pk__gt=self.seen).order_by("pk")
        for event in events:
            self.seen = event.pk
            mover = by_key[event.enrolment_id]
            if event.from_status == "waiting" and event.to_status in SITS and mover.allotment:
                passed = [one for one in rows if self.could_have(one, mover) and self.place(one) < self.place(mover)]
                assert passed == []

    @invariant()
    def nobody_sits_without_a_word(self):
        """Where applications are approved, a coordinator said so since the person last came."""
        if not Offering.objects.get(code=self.code).needs_approval:
            return
        for one in Enrolment.objects.filter(offering__code=self.code, status__in=("waiting", *SITS)):
            said = list(one.events.order_by("pk").values_list("action", "to_status"))
            left = max((n for n, (_action, to) in enumerate(said) if to in GONE), default=-1)
            assert {action for action, _to in said[left + 1 :]} & {"approved", "enrolled"}

    def could_have(self, one, mover):
        """Somebody who waits and may sit where the mover sits: on anybody's seat, or on one of the own cluster."""
        cluster = mover.allotment.cluster_id
        return one.status == "waiting" and one.person.is_active and cluster in (None, one.cluster_id)

    def place(self, one):
        rank = (0 if one.cluster_id == self.clusters[1].pk else 1) if self.by_need else 0
        return (rank, one.queued_at, one.pk)


@pytest.mark.django_db
def test_random_histories():
    how = settings(
        max_examples=10, stateful_step_count=15, deadline=None, derandomize=True, print_blob=False,
        suppress_health_check=list(HealthCheck), database=None,
    )  # fmt: skip
    run_state_machine_as_test(Histories, settings=how)
