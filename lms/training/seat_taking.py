"""The one place where a seat is taken or returned, under the lock of its offering: every path leads through here."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from .models import Enrolment, NeedRank, Offering, SeatAllotment
from .seats import Pool, Seat, Waiting, in_order, next_seats

Status = Enrolment.Status
UNSAVED = 2**63  # the key of a newcomer who has no row yet: after everybody who has one
Ranks = dict[tuple[str, int | None], int]


@dataclass
class HeldOffering:
    """An offering whose row is locked until the transaction ends, with its allotments and its queue as they stand.

    `own` is the enrolment of the person asked for, `of_people` are those of the people asked for, by person.
    """

    offering: Offering
    allotments: dict[int, SeatAllotment]
    waiting: dict[int, Enrolment]
    own: Enrolment | None
    now: datetime
    of_people: dict[int, Enrolment] = field(default_factory=dict)
    ranks: Ranks | None = None

    @property
    def today(self) -> date:
        """The day at the place, by which kept seats are counted."""
        return self.now.astimezone(ZoneInfo(self.offering.time_zone)).date()

    @property
    def pools(self) -> list[Pool]:
        """The allotments as values."""
        return [Pool(one.pk, one.cluster_id, one.free, one.reserved_until) for one in self.allotments.values()]


def hold_offering(code: str, *, now: datetime, person: int | None = None, people: Collection[int] = ()) -> HeldOffering:
    """Lock the offering's row until the transaction ends and read what decides about seats: three queries.

    The row is locked first, so that what is read afterwards is what the one before has left.

    `person`, `people`: keys of those whose enrolments are wanted too. Raises ValidationError when the offering is gone.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A row is locked inside a transaction only.")
    held = Offering.objects.select_for_update().filter(code=code).first()
    if held is None:
        raise ValidationError(_("This offering was removed."), code="removed")
    rows = list(SeatAllotment.objects.filter(offering=held.pk))
    wanted = {*people, person} - {None}
    found = Enrolment.objects.filter(Q(status=Status.WAITING) | Q(person__in=wanted), offering=held.pk)
    enrolments = list(found.select_related("person"))
    for one in enrolments:
        one.offering = held
    of_people = {one.person_id: one for one in enrolments if one.person_id in wanted}
    return HeldOffering(
        offering=held,
        allotments={one.pk: one for one in rows},
        waiting={one.pk: one for one in enrolments if one.status == Status.WAITING},
        own=of_people.get(person) if person else None,
        now=now,
        of_people=of_people,
    )


def seats_to_give(held: HeldOffering, newcomer: Enrolment | None = None) -> list[Seat]:
    """Return who of the queue gets which free seat now, in the order of the queue; a newcomer may have no row yet."""
    return next_seats(queue_of(held, newcomer), held.pools, held.today)


def queue_of(held: HeldOffering, newcomer: Enrolment | None = None) -> list[Waiting]:
    """Return the queue in its order; one query more where need decides between two.

    Whose account is closed keeps the place, but is passed by until it is open again.
    """
    people = [one for one in held.waiting.values() if one.person.is_active]
    if newcomer is not None and newcomer.pk not in held.waiting:
        people.append(newcomer)
    return ordered(people, held.offering, _ranks_in(held) if len(people) > 1 else {})


def ordered(people: Iterable[Enrolment], offering: Offering, ranks: Ranks) -> list[Waiting]:
    """Return people as the queue of the offering orders them: by need where that is chosen, otherwise by arrival."""
    by_need = offering.queue_order == Offering.QueueOrder.NEED
    return in_order([_waiting(one, ranks) for one in people], by_need=by_need)


def rank_in(ranks: Ranks, one: Enrolment) -> int | None:
    """Return the rank by need of a person, or of the cluster for which the person comes."""
    return ranks.get(("person", one.person_id), ranks.get(("cluster", one.cluster_id)))


def ranks_of(offering: Offering) -> Ranks:
    """Return the ranks by need that were handed in: by cluster, and by person.

    None where arrival decides: ranks stay in the table when the order of the queue is changed.
    """
    if offering.queue_order != Offering.QueueOrder.NEED:
        return {}
    rows = NeedRank.objects.filter(offering=offering.pk).values_list("cluster", "person", "rank")
    return {("person", person) if person else ("cluster", cluster): rank for cluster, person, rank in rows}


def _ranks_in(held: HeldOffering) -> Ranks:
    """Return the ranks, read once in a transaction."""
    if held.ranks is None:
        held.ranks = ranks_of(held.offering)
    return held.ranks


def _waiting(one: Enrolment, ranks: Ranks) -> Waiting:
    return Waiting(one.pk or UNSAVED, one.cluster_id, one.queued_at, rank_in(ranks, one))


def take_seat(held: HeldOffering, enrolment: Enrolment, allotment: int) -> None:
    """Take one seat of an allotment for an enrolment, which the caller saves in a state that holds it.

    Raises ValidationError when there is none left, whatever was read before: the row itself decides.
    """
    taken = SeatAllotment.objects.filter(pk=allotment, taken__lt=F("seats")).update(taken=F("taken") + 1)
    if not taken:
        raise ValidationError(_("No seat is free any more."), code="full")
    held.allotments[allotment].taken += 1
    enrolment.allotment_id = allotment


def return_seat(held: HeldOffering, enrolment: Enrolment) -> None:
    """Give the seat of an enrolment back, which the caller saves in a state that holds none; once only."""
    return_seats(held, [enrolment])


def return_seats(held: HeldOffering, enrolments: Iterable[Enrolment]) -> None:
    """Give the seats of many back, as far as they hold any: one query for each allotment."""
    holding = list(enrolments)
    for allotment, count in Counter(one.allotment_id for one in holding if one.allotment_id is not None).items():
        SeatAllotment.objects.filter(pk=allotment, taken__gte=count).update(taken=F("taken") - count)
        held.allotments[allotment].taken -= count
    for one in holding:
        one.allotment_id = None


def shift_seats(held: HeldOffering, source: SeatAllotment, count: int) -> None:
    """Let people who sit on kept seats sit on seats for everybody instead, the last who came first.

    The caller knows that there is room, and saves neither allotment in between.
    """
    everybody = next(one for one in held.allotments.values() if one.cluster_id is None)
    moved = Enrolment.objects.filter(allotment=source.pk).order_by("-status_at", "-pk").values_list("pk", flat=True)
    Enrolment.objects.filter(pk__in=list(moved[:count])).update(allotment=everybody.pk)
    source.taken -= count
    everybody.taken += count
    source.save(update_fields=["taken"])
    everybody.save(update_fields=["taken"])
