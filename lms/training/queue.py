"""What happens to the queue after every step: free seats go to its first, who then has some time to accept."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .models import Enrolment, Offering
from .moves import Action, Moves, Status
from .seat_taking import UNSAVED, seats_to_give
from .seats import Seat


def admit(moves: Moves, newcomer: Enrolment, action: str, *, reason: str = "") -> None:
    """Approve somebody, who comes into the queue, and give the free seats to the queue: nobody is passed.

    The newcomer is seated at once when it is the newcomer's turn; the others waited, so they are asked.
    """
    newcomer.approved_at = moves.now
    key = newcomer.pk or UNSAVED
    seats = seats_to_give(moves.held, newcomer) if moves.held.offering.is_open else []
    pool = next((seat.pool for seat in seats if seat.enrolment == key), None)
    moves.enter(newcomer, action, reason=reason, allotment=pool)
    _ask(moves, (seat for seat in seats if seat.enrolment != key))


def settle(moves: Moves, *, after_start: bool = False) -> None:
    """Offer the free seats to the queue, in its order: each is kept for the one who is asked, who accepts it.

    Once the offering has started nobody is asked by itself any more, but when a coordinator says so (`after_start`).
    """
    if moves.held.offering.is_open:
        _ask(moves, seats_to_give(moves.held), after_start=after_start)


def _ask(moves: Moves, seats: Iterable[Seat], *, after_start: bool = False) -> None:
    offering = moves.held.offering
    if not after_start and offering.starts_at is not None and offering.starts_at <= moves.now:
        return
    expires = offer_expires_at(offering, moves.now)
    for seat in seats:
        enrolment = moves.held.waiting[seat.enrolment]
        moves.move(enrolment, Status.OFFERED, Action.OFFERED, allotment=seat.pool, expires_at=expires)


def offer_expires_at(offering: Offering, now: datetime) -> datetime:
    """Return until when an offered seat is kept: some hours, but not beyond the start, or the end once it runs."""
    until = now + timedelta(hours=offering.offer_hours)
    ahead = [moment for moment in (offering.starts_at, offering.ends_at) if moment is not None and moment > now]
    return min([until, *ahead])
