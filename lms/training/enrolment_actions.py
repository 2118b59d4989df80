"""Every write about enrolments: each holds the offering, so that whoever comes at once comes one after another."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster
from lms.people.models import User

from .asking import asked_by
from .eligibility import obstacles
from .enrolment_words import refusal
from .entering import (
    LONGEST_REASON,
    enter,
    fresh_enrolment,
    refuse_unless_able,
    refuse_unless_active,
    refuse_unless_open,
    required,
    sayable,
)
from .in_line import in_line
from .models import Enrolment, Offering
from .moves import Action, Moves, Status
from .notices import tell_moved
from .permissions import can_run_offerings
from .queue import admit, settle
from .seat_taking import HeldOffering, hold_offering
from .states import LEFT, TAKING_PART

SETTLED = [Status.COMPLETED, Status.NO_SHOW]


@in_line()
def apply(*, offering: str, by: User, cluster: Cluster | None, note: str = "", now: datetime) -> Enrolment:
    """Ask for a seat oneself: a seat at once, a place in the queue, or an application that a coordinator decides.

    `offering` is the code. A second click finds the first one's enrolment. Raises ValidationError with each obstacle.
    """
    held = hold_offering(offering, now=now, person=by.pk)
    if held.own is not None and held.own.status not in LEFT:
        return held.own
    asked, asking = asked_by(by, held.offering, held.own)
    in_the_way = obstacles(asked, asking, cluster.pk if cluster else None, now)
    if in_the_way:
        raise ValidationError([ValidationError(refusal(code, held.offering), code=code) for code in in_the_way])
    enrolment = fresh_enrolment(held, by, cluster, note)
    moves = Moves(held, by)
    if held.offering.needs_approval:
        moves.move(enrolment, Status.APPLIED, Action.APPLIED)
    else:
        admit(moves, enrolment, Action.APPLIED)
    return _finished(moves, enrolment)


@in_line()
def enrol(
    *, offering: str, person: User, cluster: Cluster | None, by: User, now: datetime, reason: str = ""
) -> Enrolment:
    """Enter somebody by name: approved at once, with a seat when one is free, otherwise at the end of the queue.

    The same again changes nothing. Coordinators may do it whatever the audience, after the last day to apply and after
    the start. Raises ValidationError for whoever teaches there or has no account in use.
    """
    only_coordinators(by)
    held = hold_offering(offering, now=now, person=person.pk)
    refuse_unless_open(held)
    refuse_unless_able(held.offering, person)
    moves = Moves(held, by)
    return _finished(moves, enter(moves, person, cluster, reason=reason))


@in_line()
def approve(*, enrolment: Enrolment, by: User, now: datetime) -> Enrolment:
    """Approve an application: a seat when one is free, otherwise the place in the queue that the application took."""
    only_coordinators(by)
    held, enrolment = _held(enrolment, now)
    if enrolment.status != Status.APPLIED:
        return enrolment
    refuse_unless_open(held)
    refuse_unless_active(enrolment.person)
    moves = Moves(held, by)
    admit(moves, enrolment, Action.APPROVED)
    return _finished(moves, enrolment)


@in_line()
def decline(*, enrolment: Enrolment, reason: str, by: User, now: datetime) -> Enrolment:
    """Decline an application, or an approval that waits in the queue, with the reason that the person reads."""
    only_coordinators(by)
    held, enrolment = _held(enrolment, now)
    if enrolment.status not in (Status.APPLIED, Status.WAITING):
        return enrolment
    moves = Moves(held, by)
    text = required(reason, _("Say why the application is declined: the person reads it."))
    moves.move(enrolment, Status.DECLINED, Action.DECLINED, reason=text)
    return _finished(moves, enrolment)


@in_line()
def accept_offer(*, enrolment: Enrolment, by: User, now: datetime) -> Enrolment:
    """Accept the seat that was kept, while it is: the person, or a coordinator who was told so.

    A second click finds the seat confirmed. Raises ValidationError when no seat is kept any more.
    """
    _only_own_or_coordinators(by, enrolment)
    held, enrolment = _held(enrolment, now)
    if enrolment.status in TAKING_PART:
        return enrolment
    refuse_unless_open(held)
    if enrolment.status != Status.OFFERED:
        raise ValidationError(_("No seat is kept any more: it went to the next in the queue."), code="not_kept")
    if enrolment.offer_expires_at is not None and enrolment.offer_expires_at < now:
        raise ValidationError(_("The seat was kept until a moment that has passed: it goes to the next in the queue."))
    moves = Moves(held, by)
    moves.move(enrolment, Status.CONFIRMED, Action.ACCEPTED)
    return _finished(moves, enrolment)


@in_line()
def withdraw(*, enrolment: Enrolment, by: User, now: datetime, reason: str = "") -> Enrolment:
    """Leave: give back an application, a place in the queue, an offered or a confirmed seat; the first waiting gets it.

    Confirmed after the deadline, and whenever a coordinator takes somebody off the list, the reason is asked for.
    """
    _only_own_or_coordinators(by, enrolment)
    held, enrolment = _held(enrolment, now)
    if enrolment.status in SETTLED:
        raise ValidationError(_("The offering is closed: what came of it stays as it was certified."))
    if enrolment.status in LEFT:
        return enrolment
    if by.pk != enrolment.person_id:
        reason = required(reason, _("Say why the person is taken off the list: the person reads it."))
    elif must_say_why(held.offering, enrolment, now):
        reason = required(reason, _("The time to withdraw without a reason is over: say why you cannot come."))
    moves = Moves(held, by)
    moves.move(enrolment, Status.WITHDRAWN, _left(enrolment, by), reason=sayable(reason, LONGEST_REASON))
    settle(moves)
    return _finished(moves, enrolment)


def must_say_why(offering: Offering, enrolment: Enrolment, now: datetime) -> bool:
    """Say whether the person has to give a reason to withdraw: a confirmed seat, after the deadline or the start."""
    until = offering.withdraw_until or offering.starts_at
    return enrolment.status == Status.CONFIRMED and until is not None and until < now


def _left(enrolment: Enrolment, by: User) -> str:
    if by.pk != enrolment.person_id:
        return Action.REMOVED
    return Action.REFUSED if enrolment.status == Status.OFFERED else Action.WITHDREW


def _held(enrolment: Enrolment, now: datetime) -> tuple[HeldOffering, Enrolment]:
    """Hold the offering and return the enrolment as it stands under the lock."""
    held = hold_offering(enrolment.offering.code, now=now, person=enrolment.person_id)
    if held.own is None:
        raise ValidationError(_("This enrolment was removed."), code="removed")
    return held, held.own


def _finished(moves: Moves, enrolment: Enrolment) -> Enrolment:
    """Write the events and tell everybody concerned."""
    moves.finish()
    tell_moved(moves)
    return enrolment


def only_coordinators(by: User) -> None:
    """Raise PermissionDenied for everybody else."""
    if not can_run_offerings(by):
        raise PermissionDenied


def _only_own_or_coordinators(by: User, enrolment: Enrolment) -> None:
    if by.pk != enrolment.person_id and not can_run_offerings(by):
        raise PermissionDenied
