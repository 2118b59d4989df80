"""What moves the queue without a person of it: seats offered, offers that expire, kept seats that fall free."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q

from lms.people.models import User

from .enrolment_actions import only_coordinators
from .entering import refuse_unless_open
from .in_line import in_line
from .models import Enrolment, Offering, SeatAllotment
from .moves import Action, Moves, Status
from .notices import tell_moved
from .queue import settle
from .seat_actions import change_seats
from .seat_taking import hold_offering

__all__ = ["change_seats", "expire_offers", "offer_free_seats", "release_kept_seats"]

logger = logging.getLogger(__name__)


@in_line()
def offer_free_seats(*, offering: str, by: User, now: datetime) -> int:
    """Offer the seats that are free to the first in the queue, after the start too; return how many were offered."""
    only_coordinators(by)
    moves = Moves(hold_offering(offering, now=now), by)
    refuse_unless_open(moves.held)
    settle(moves, after_start=True)
    _finish(moves)
    return len(moves.events)


def expire_offers(*, now: datetime) -> int:
    """Take back every seat whose time to accept has passed, and offer it to the next; return how many expired."""
    due = Enrolment.objects.filter(status=Status.OFFERED, offer_expires_at__lt=now)
    return _in_each(due.values_list("offering__code", flat=True), _expire_in, now)


@in_line()
def _expire_in(code: str, now: datetime) -> int:
    held = hold_offering(code, now=now)
    due = Enrolment.objects.filter(offering=held.offering.pk, status=Status.OFFERED, offer_expires_at__lt=now)
    moves = Moves(held, None)
    late = list(due.select_related("person").order_by("offer_expires_at", "pk"))
    moves.leave_all(late, Action.EXPIRED)
    settle(moves)
    _finish(moves)
    return len(late)


def release_kept_seats(*, now: datetime) -> int:
    """Give the seats kept for a cluster until a day that has passed to everybody, and offer what is free to the queue.

    The day is that of the place. Return how many seats were given or offered.
    """
    kept = SeatAllotment.objects.filter(
        cluster__isnull=False, offering__status=Offering.Status.PUBLISHED, taken__lt=F("seats")
    )
    found = kept.values_list("offering__code", "offering__time_zone", "reserved_until")
    over = {code for code, zone, until in found if until and until < _day_in(zone, now)}
    return _in_each(over | _beside_a_queue(now), _release_in, now)


def _beside_a_queue(now: datetime) -> set[str]:
    """Return the codes of what is still to start with seats free while people wait: seats kept for others, mostly.

    But an account may be open again, or a start may have been put off.
    """
    waiting = Enrolment.objects.filter(status=Status.WAITING, offering=OuterRef("pk"))
    free = SeatAllotment.objects.filter(taken__lt=F("seats"), offering=OuterRef("pk"))
    to_come = Q(starts_at=None) | Q(starts_at__gt=now)
    rows = Offering.objects.filter(to_come, Exists(waiting), Exists(free), status=Offering.Status.PUBLISHED)
    return set(rows.values_list("code", flat=True))


@in_line()
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
    return max(given, len(moves.events))


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


def _in_each(codes: Iterable[str], work: Callable[[str, datetime], int], now: datetime) -> int:
    """Do the work in one offering after the other, in the order of their codes, as whoever locks several does.

    One that fails keeps no other from moving on; the log says which.
    """
    done = 0
    for code in sorted(set(codes)):
        try:
            done += work(code, now)
        except Exception:
            logger.exception("The queue of %s could not move on", code)
    return done


def _day_in(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _finish(moves: Moves) -> None:
    moves.finish()
    tell_moved(moves)
