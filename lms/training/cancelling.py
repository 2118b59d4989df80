"""Everybody on the way through an offering leaves it at once: it was cancelled, or closed over those without a seat."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lms.people.models import User

from .models import Enrolment
from .moves import Action, Moves, Status
from .notices import tell_moved
from .queue import settle
from .seat_taking import HeldOffering, hold_offering

OPEN = (Status.APPLIED, Status.WAITING, Status.OFFERED, Status.CONFIRMED)


def end_enrolments(*, held: HeldOffering, by: User | None, reason: str, of: Iterable[str] = OPEN) -> int:
    """Move every open enrolment to withdrawn, return the seats and tell the people why; return how many there were.

    `of`: the states that end, all open ones unless told otherwise. The caller holds the offering, and says so with the
    reason, which everybody concerned reads.
    """
    moves = Moves(held, by)
    ending = Enrolment.objects.filter(offering=held.offering.pk, status__in=list(of)).select_related("person")
    moves.leave_all(list(ending.order_by("pk")), Action.CANCELLED, reason=reason)
    moves.finish()
    tell_moved(moves)
    return len(moves.events)


@transaction.atomic
def leave_everything(*, person: User, by: User | None, reason: str = "", now: datetime) -> int:
    """Take somebody whose account is closed for good off every list, so that the seats go on; return how many."""
    mine = Enrolment.objects.filter(person=person, status__in=OPEN)
    codes = list(mine.order_by("offering__code").values_list("offering__code", flat=True))
    for code in codes:
        held = hold_offering(code, now=now, person=person.pk)
        moves = Moves(held, by)
        if held.own is not None and held.own.status in OPEN:
            moves.leave_all([held.own], Action.REMOVED, reason=reason)
            settle(moves)
        moves.finish()
        tell_moved(moves)
    return len(codes)
