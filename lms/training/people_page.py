"""Who takes part in an offering, as values: each group in its order, the queue as the seats will be given."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from .models import Enrolment, EnrolmentEvent, Offering, SeatAllotment
from .seat_taking import HeldOffering, Ranks, ordered, queue_of, rank_in, ranks_of, seats_to_give
from .states import LEFT

Status = Enrolment.Status


@dataclass(frozen=True)
class Row:
    """One person: `place` in the queue (1 is next), rank by need if there is one, the step by which he or she left."""

    enrolment: Enrolment
    rank: int | None = None
    place: int | None = None
    last: EnrolmentEvent | None = None


@dataclass(frozen=True)
class PeoplePage:
    """The groups of the page and the figures above them."""

    seats: HeldOffering
    applied: list[Row]
    offered: list[Row]
    confirmed: list[Row]
    queue: list[Row]
    settled: list[Row]
    left: list[Row]
    to_give: int

    @property
    def total(self) -> int:
        """How many seats there are."""
        return sum(one.seats for one in self.seats.allotments.values())

    @property
    def taken(self) -> int:
        """How many of them somebody holds."""
        return sum(one.taken for one in self.seats.allotments.values())

    @property
    def free(self) -> int:
        """How many of them nobody holds."""
        return self.total - self.taken

    @property
    def kept(self) -> list[SeatAllotment]:
        """The seats that are kept for clusters."""
        return [one for one in self.seats.allotments.values() if one.cluster_id is not None]

    @property
    def is_empty(self) -> bool:
        """Whether nobody was ever on the list."""
        return not any((self.applied, self.offered, self.confirmed, self.queue, self.settled, self.left))


def people_page(offering: Offering, now: datetime) -> PeoplePage:
    """Return the page: four queries, however many people there are."""
    people = list(Enrolment.objects.filter(offering=offering).select_related("person", "cluster"))
    by_status: dict[str, list[Enrolment]] = defaultdict(list)
    for one in people:
        by_status[one.status].append(one)
    seats = _seen(offering, by_status[Status.WAITING], now)
    last = _last_steps(offering)
    return PeoplePage(
        seats=seats,
        applied=_as_queued(by_status[Status.APPLIED], seats),
        offered=_plain(sorted(by_status[Status.OFFERED], key=lambda one: (one.offer_expires_at or now, one.pk))),
        confirmed=_plain(_by_name(by_status[Status.CONFIRMED])),
        queue=_queue(seats),
        settled=_plain(_by_name(by_status[Status.COMPLETED] + by_status[Status.NO_SHOW])),
        left=[Row(one, last=last.get(one.pk)) for status in LEFT for one in _by_name(by_status[status])],
        to_give=len(seats_to_give(seats)) if offering.is_open else 0,
    )


def in_order_of_queue(people: list[Enrolment], offering: Offering, ranks: Ranks) -> list[Enrolment]:
    """Return people as the queue would order them: the order in which they are approved."""
    by_key = {one.pk: one for one in people}
    return [by_key[one.key] for one in ordered(people, offering, ranks)]


def _seen(offering: Offering, waiting: list[Enrolment], now: datetime) -> HeldOffering:
    """Return seats, queue and ranks as they are now, to be shown and not to be acted on: no lock."""
    allotments = SeatAllotment.objects.filter(offering=offering).select_related("cluster")
    return HeldOffering(
        offering=offering,
        allotments={one.pk: one for one in allotments},
        waiting={one.pk: one for one in waiting},
        own=None,
        now=now,
        ranks=ranks_of(offering),
    )


def _last_steps(offering: Offering) -> dict[int, EnrolmentEvent]:
    """Return by which step each of those who left did so."""
    events = EnrolmentEvent.objects.filter(enrolment__offering=offering, enrolment__status__in=LEFT)
    return {event.enrolment_id: event for event in events.order_by("pk")}


def _queue(seats: HeldOffering) -> list[Row]:
    """Return the queue in its order, then those who are passed by since their account is closed."""
    places = {one.key: place for place, one in enumerate(queue_of(seats), start=1)}
    ranks, beyond = seats.ranks or {}, len(places) + 1
    queue = sorted(seats.waiting.values(), key=lambda one: (places.get(one.pk, beyond), one.pk))
    return [Row(one, rank_in(ranks, one), places.get(one.pk)) for one in queue]


def _as_queued(people: list[Enrolment], seats: HeldOffering) -> list[Row]:
    ranks = seats.ranks or {}
    return [Row(one, rank_in(ranks, one)) for one in in_order_of_queue(people, seats.offering, ranks)]


def _by_name(people: list[Enrolment]) -> list[Enrolment]:
    return sorted(people, key=lambda one: (one.person.last_name.casefold(), one.person.first_name.casefold(), one.pk))


def _plain(people: list[Enrolment]) -> list[Row]:
    return [Row(one) for one in people]
