"""Who of a list would get a seat: the rule of the queue, person after person as they are entered; no writes."""

from collections.abc import Mapping, Sequence

from lms.people.models import User

from .entering import fresh_enrolment
from .list_facts import clusters_by_code
from .list_values import Entry, What
from .moves import Status
from .seat_taking import UNSAVED, HeldOffering, seats_to_give


def seated_by(held: HeldOffering, entries: Sequence[Entry], people: Mapping[int, User]) -> dict[int, bool]:
    """Return whether each row (by number) brings a seat, otherwise the queue; one query, and one where need decides.

    Rows that bring nothing are left out, and all of them where the offering takes nobody. What was read of the
    offering is used up: it says afterwards how the list would leave it.
    """
    if not held.offering.is_open:
        return {}
    clusters = clusters_by_code({entry.cluster for entry in entries})
    seated = {}
    for entry in entries:
        if entry.what == What.NOTHING:
            continue
        own = held.of_people.get(entry.person)
        note = own.note if own else ""
        newcomer = fresh_enrolment(held, people[entry.person], clusters.get(entry.cluster), note)
        newcomer.pk = newcomer.pk or UNSAVED + entry.row  # as rows are numbered when they are written
        held.waiting[newcomer.pk] = newcomer
        _give_seats(held, newcomer.pk)
        seated[entry.row] = newcomer.pk not in held.waiting
    return seated


def _give_seats(held: HeldOffering, newcomer: int) -> None:
    """Give the free seats to the queue; who waited before is asked only until the offering starts."""
    if not any(pool.free > 0 for pool in held.pools):
        return
    has_begun = held.offering.starts_at is not None and held.offering.starts_at <= held.now
    for seat in seats_to_give(held):
        if seat.enrolment == newcomer or not has_begun:
            held.allotments[seat.pool].taken += 1
            held.waiting.pop(seat.enrolment).status = Status.CONFIRMED
