"""Holds the seats of every offering against the rules, as they stand in a live database."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from .models import Enrolment, EnrolmentEvent, Offering
from .seat_faults import Counted, SeatFault, Standing, faults_of
from .seat_taking import HeldOffering, hold_offering, seats_to_give


def audit_seats(*, now: datetime) -> Iterator[tuple[str, SeatFault]]:
    """Give each fault with the code of its offering; nothing is changed.

    Each offering is held for a moment, so that nobody moves while it is looked at: five queries.
    """
    for code in list(Offering.objects.order_by("code").values_list("code", flat=True)):
        for fault in faults_in(code, now):
            yield code, fault


@transaction.atomic
def faults_in(code: str, now: datetime) -> list[SeatFault]:
    """Return what is wrong in one offering, as it stands at this moment."""
    held = hold_offering(code, now=now)
    return faults_of(
        status=held.offering.status,
        allotments=[Counted(one.pk, one.seats, one.taken) for one in held.allotments.values()],
        enrolments=_standing(held),
        passed_over=_passed_over(held),
        now=now,
    )


def _standing(held: HeldOffering) -> list[Standing]:
    steps: dict[int, list[tuple[str, str]]] = {}
    events = EnrolmentEvent.objects.filter(enrolment__offering=held.offering.pk).order_by("pk")
    for enrolment, before, after in events.values_list("enrolment", "from_status", "to_status"):
        steps.setdefault(enrolment, []).append((before, after))
    return [
        Standing(
            key=one.pk,
            status=one.status,
            allotment=one.allotment_id,
            expires_at=one.offer_expires_at,
            is_approved=one.approved_at is not None,
            steps=tuple(steps.get(one.pk, ())),
        )
        for one in Enrolment.objects.filter(offering=held.offering.pk).order_by("pk")
    ]


def _passed_over(held: HeldOffering) -> list[int]:
    """Return who waits beside a free seat before the start; afterwards a coordinator says whether anybody is asked."""
    offering = held.offering
    has_begun = offering.starts_at is not None and offering.starts_at <= held.now
    if not offering.is_open or has_begun:
        return []
    return [seat.enrolment for seat in seats_to_give(held)]
