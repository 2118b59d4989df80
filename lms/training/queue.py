"""What happens to the queue after every step: free seats go to its first, who then has some time to accept."""

from datetime import datetime, timedelta

from .models import Enrolment, Offering
from .moves import Action, Moves, Status
from .seat_taking import seats_to_give


def settle(moves: Moves, *, newcomer: Enrolment | None = None, after_start: bool = False) -> None:
    """Give free seats to the queue, in its order.

    `newcomer` came into the queue in this very transaction and is seated at once; the others waited, so they are asked:
    the seat is kept for them and they accept it. Once the offering has started nobody is asked by itself any more,
    but when a coordinator says so (`after_start`).
    """
    offering = moves.held.offering
    if not offering.is_open:
        return
    asks = after_start or offering.starts_at is None or offering.starts_at > moves.now
    for seat in seats_to_give(moves.held):
        enrolment = moves.held.waiting[seat.enrolment]
        if newcomer is not None and enrolment.pk == newcomer.pk:
            moves.move(enrolment, Status.CONFIRMED, Action.SEATED, allotment=seat.pool)
        elif asks:
            expires = offer_expires_at(offering, moves.now)
            moves.move(enrolment, Status.OFFERED, Action.OFFERED, allotment=seat.pool, expires_at=expires)


def offer_expires_at(offering: Offering, now: datetime) -> datetime:
    """Return until when an offered seat is kept: some hours, but not beyond a start that is still to come."""
    until = now + timedelta(hours=offering.offer_hours)
    return min(until, offering.starts_at) if offering.starts_at and offering.starts_at > now else until
