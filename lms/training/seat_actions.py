"""How many seats there are: for everybody, and kept for clusters until a day."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.clusters.models import Cluster
from lms.people.models import User

from .enrolment_actions import only_coordinators
from .in_line import in_line
from .models import Offering, SeatAllotment
from .moves import Moves
from .notices import tell_moved
from .queue import settle
from .seat_taking import HeldOffering, hold_offering, shift_seats

MOST_SEATS = 10_000
OVER = (Offering.Status.CLOSED, Offering.Status.CANCELLED)
Kept = Mapping[int, tuple[int, date]]


@in_line()
def change_seats(*, offering: str, everybody: int, kept: Kept, by: User, now: datetime) -> None:
    """Set the seats: those for everybody, and those kept for clusters (by key) until a day; others keep none.

    More seats go to the queue, which holds approved people only: applications stay applications. Whoever sits on kept
    seats that are taken away gets one for everybody; fewer seats than are taken are refused with the figure.
    """
    only_coordinators(by)
    held = hold_offering(offering, now=now)
    _refuse_what_cannot_be(held, everybody, kept)
    before = _figures(held)
    _set_everybody(held, everybody, kept)
    for cluster, (seats, until) in kept.items():
        _set_kept(held, cluster, seats, until)
    for one in list(held.allotments.values()):
        if one.cluster_id is not None and one.cluster_id not in kept:
            _take_away(held, one)
    if _figures(held) != before:
        log(instance=held.offering, action="wagtail.edit", user=by, data={"before": before, "seats": _figures(held)})
    moves = Moves(held, by)
    settle(moves)
    moves.finish()
    tell_moved(moves)


def _refuse_what_cannot_be(held: HeldOffering, everybody: int, kept: Kept) -> None:
    if held.offering.status in OVER:
        raise ValidationError(_("This offering is over: its seats stay as they were."), code="over")
    if not all(0 <= seats <= MOST_SEATS for seats in [everybody, *(seats for seats, _until in kept.values())]):
        text = _("Write a number of seats between 0 and %(most)s.") % {"most": MOST_SEATS}
        raise ValidationError(text, code="number")
    if Cluster.objects.filter(pk__in=kept).count() != len(kept):
        raise ValidationError(_("One of these clusters is not here any more: choose again."), code="cluster")


def _set_everybody(held: HeldOffering, seats: int, kept: Kept) -> None:
    """Set the seats for everybody, and let people sit there whose kept seats are fewer now."""
    everybody = _allotment(held, None)
    left = {cluster: seats for cluster, (seats, _until) in kept.items()}
    over = [(one, one.taken - left.get(one.cluster_id or 0, 0)) for one in _kept_ones(held)]
    shifts = [(one, count) for one, count in over if count > 0]
    needed = everybody.taken + sum(count for _one, count in shifts)
    if seats < needed:
        raise ValidationError(
            _("%(taken)s seats are taken already, so there cannot be %(seats)s: take somebody off the list first.")
            % {"taken": needed, "seats": seats},
            code="taken",
        )
    everybody.seats = seats
    everybody.save()
    held.allotments[everybody.pk] = everybody
    for one, count in shifts:
        shift_seats(held, one, count)


def _set_kept(held: HeldOffering, cluster: int, seats: int, until: date) -> None:
    allotment = _allotment(held, cluster)
    allotment.seats, allotment.reserved_until = seats, until
    allotment.save()
    held.allotments[allotment.pk] = allotment


def _take_away(held: HeldOffering, one: SeatAllotment) -> None:
    """Remove kept seats; nobody sits on them any more."""
    held.allotments.pop(one.pk)
    one.delete()


def _allotment(held: HeldOffering, cluster: int | None) -> SeatAllotment:
    found = (one for one in held.allotments.values() if one.cluster_id == cluster)
    return next(found, None) or SeatAllotment(offering=held.offering, cluster_id=cluster, seats=0)


def _kept_ones(held: HeldOffering) -> list[SeatAllotment]:
    return [one for one in held.allotments.values() if one.cluster_id is not None]


def _figures(held: HeldOffering) -> list[list[object]]:
    """Return the allotments as plain values: cluster, seats, until when."""
    rows = held.allotments.values()
    return [[one.cluster_id, one.seats, str(one.reserved_until or "")] for one in sorted(rows, key=lambda one: one.pk)]
