"""What moves the queue without a person of it: offers that expire, kept seats that fall free, seats added."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.models import User

from .models import Enrolment, Offering, SeatAllotment
from .moves import Action, Moves, Status
from .notices import tell_moved
from .permissions import can_run_offerings
from .queue import settle
from .seat_taking import hold_offering


@transaction.atomic
def offer_free_seats(*, offering: str, by: User, now: datetime) -> int:
    """Offer the seats that are free to the first in the queue, after the start too; return how many were offered."""
    if not can_run_offerings(by):
        raise PermissionDenied
    moves = Moves(hold_offering(offering, now=now), by)
    settle(moves, after_start=True)
    _finish(moves)
    return len(moves.events)


def expire_offers(*, now: datetime) -> int:
    """Take back every seat whose time to accept has passed, and offer it to the next; return how many expired.

    One transaction per offering, so that one that fails keeps no other from moving on.
    """
    due = Enrolment.objects.filter(status=Status.OFFERED, offer_expires_at__lt=now)
    codes = due.order_by("offering__code").values_list("offering__code", flat=True).distinct()
    return sum(_expire_in(code, now) for code in list(codes))


@transaction.atomic
def _expire_in(code: str, now: datetime) -> int:
    held = hold_offering(code, now=now)
    due = Enrolment.objects.filter(offering=held.offering.pk, status=Status.OFFERED, offer_expires_at__lt=now)
    moves = Moves(held, None)
    late = list(due.select_related("person").order_by("offer_expires_at", "pk"))
    for enrolment in late:
        enrolment.offering = held.offering
        moves.move(enrolment, Status.WITHDRAWN, Action.EXPIRED)
    settle(moves)
    _finish(moves)
    return len(late)


def release_kept_seats(*, now: datetime) -> int:
    """Give the seats kept for a cluster until a day that has passed to everybody; return how many there were."""
    kept = SeatAllotment.objects.filter(
        cluster__isnull=False, reserved_until__lt=now.date(), offering__status=Offering.Status.PUBLISHED
    )
    codes = kept.order_by("offering__code").values_list("offering__code", flat=True).distinct()
    return sum(_release_in(code, now) for code in list(codes))


@transaction.atomic
def _release_in(code: str, now: datetime) -> int:
    moves = Moves(hold_offering(code, now=now), None)
    over = [
        one
        for one in moves.held.allotments.values()
        if one.cluster_id and one.reserved_until and one.reserved_until < moves.held.today and one.free
    ]
    given = sum(one.free for one in over)
    if given:
        _give_to_everybody(moves, over, given)
        settle(moves)
    _finish(moves)
    return given


def _give_to_everybody(moves: Moves, over: list[SeatAllotment], given: int) -> None:
    allotments = moves.held.allotments
    everybody = next((one for one in allotments.values() if one.cluster_id is None), None)
    if everybody is None:
        everybody = SeatAllotment(offering=moves.held.offering, seats=0)
    for one in over:
        one.seats = one.taken
        one.save(update_fields=["seats"])
    everybody.seats += given
    everybody.save()
    allotments[everybody.pk] = everybody


@transaction.atomic
def change_seats(
    *, offering: str, everybody: int, kept: Mapping[int, tuple[int, date]], by: User, now: datetime
) -> None:
    """Set the seats: those for everybody, and those kept for clusters (by key) until a day.

    More seats go to the queue, which holds approved people only: applications stay applications. Fewer than are
    taken are refused with the figure.
    """
    if not can_run_offerings(by):
        raise PermissionDenied
    moves = Moves(hold_offering(offering, now=now), by)
    wanted: dict[int | None, tuple[int, date | None]] = {None: (everybody, None), **dict(kept.items())}
    present = {one.cluster_id: one for one in moves.held.allotments.values()}
    for cluster in {*wanted, *present}:
        seats, until = wanted.get(cluster, (0, None))
        allotment = present.get(cluster) or SeatAllotment(offering=moves.held.offering, cluster_id=cluster)
        _set_seats(moves, allotment, seats, until or allotment.reserved_until)
    settle(moves)
    _finish(moves)


def _set_seats(moves: Moves, allotment: SeatAllotment, seats: int, until: date | None) -> None:
    if seats < allotment.taken:
        raise ValidationError(
            _("%(taken)s seats are taken already, so there cannot be %(seats)s: take somebody off the list first.")
            % {"taken": allotment.taken, "seats": seats},
            code="taken",
        )
    allotment.seats, allotment.reserved_until = seats, until
    allotment.save()
    moves.held.allotments[allotment.pk] = allotment


def _finish(moves: Moves) -> None:
    moves.finish()
    tell_moved(moves)
