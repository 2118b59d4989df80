"""Everybody on the way through an offering leaves it at once: it was cancelled, or closed over those without a seat."""

from collections.abc import Iterable

from lms.people.models import User

from .models import Enrolment
from .moves import Action, Moves, Status
from .notices import tell_moved
from .seat_taking import HeldOffering

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
