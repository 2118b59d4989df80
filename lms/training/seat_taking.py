"""The one place where a seat is taken or returned, under the lock of its offering: every path leads through here."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from .models import Enrolment, NeedRank, Offering, SeatAllotment
from .seats import Pool, Seat, Waiting, in_order, next_seats

Status = Enrolment.Status


@dataclass
class HeldOffering:
    """An offering whose row is locked until the transaction ends, with its allotments and its queue as they stand."""

    offering: Offering
    allotments: dict[int, SeatAllotment]
    waiting: dict[int, Enrolment]
    own: Enrolment | None
    now: datetime

    @property
    def today(self) -> date:
        """The day at the place, by which kept seats are counted."""
        return self.now.astimezone(ZoneInfo(self.offering.time_zone)).date()

    @property
    def pools(self) -> list[Pool]:
        """The allotments as values."""
        return [Pool(one.pk, one.cluster_id, one.free, one.reserved_until) for one in self.allotments.values()]


def hold_offering(code: str, *, now: datetime, person: int | None = None) -> HeldOffering:
    """Lock the offering's row until the transaction ends and read what decides about seats: three queries.

    The row is locked first, so that what is read afterwards is what the one before has left.

    `person`: the key of somebody whose enrolment is wanted too. Raises ValidationError when the offering is gone.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A row is locked inside a transaction only.")
    held = Offering.objects.select_for_update().filter(code=code).first()
    if held is None:
        raise ValidationError(_("This offering was removed."), code="removed")
    rows = list(SeatAllotment.objects.filter(offering=held.pk))
    wanted = Enrolment.objects.filter(Q(status=Status.WAITING) | Q(person=person), offering=held.pk)
    enrolments = list(wanted.select_related("person"))
    return HeldOffering(
        offering=held,
        allotments={one.pk: one for one in rows},
        waiting={one.pk: one for one in enrolments if one.status == Status.WAITING},
        own=next((one for one in enrolments if one.person_id == person), None),
        now=now,
    )


def seats_to_give(held: HeldOffering) -> list[Seat]:
    """Return who of the queue gets which free seat now, in the order of the queue."""
    return next_seats(queue_of(held), held.pools, held.today)


def queue_of(held: HeldOffering) -> list[Waiting]:
    """Return the queue in its order; one query more where need decides."""
    by_need = held.offering.queue_order == Offering.QueueOrder.NEED
    ranks = ranks_of(held.offering) if by_need and held.waiting else {}
    waiting = [Waiting(one.pk, one.cluster_id, one.queued_at, _rank(ranks, one)) for one in held.waiting.values()]
    return in_order(waiting, by_need=by_need)


def ranks_of(offering: Offering) -> dict[tuple[str, int | None], int]:
    """Return the ranks by need that were handed in: by cluster, and by person."""
    rows = NeedRank.objects.filter(offering=offering.pk).values_list("cluster", "person", "rank")
    return {("person", person) if person else ("cluster", cluster): rank for cluster, person, rank in rows}


def _rank(ranks: dict[tuple[str, int | None], int], one: Enrolment) -> int | None:
    return ranks.get(("person", one.person_id), ranks.get(("cluster", one.cluster_id)))


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
    if enrolment.allotment_id is None:
        return
    SeatAllotment.objects.filter(pk=enrolment.allotment_id, taken__gt=0).update(taken=F("taken") - 1)
    held.allotments[enrolment.allotment_id].taken -= 1
    enrolment.allotment_id = None
