"""Every write about enrolments: each holds the offering, so that whoever comes at once comes one after another."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster
from lms.people.models import User

from .asking import asked_by
from .eligibility import obstacles
from .enrolment_words import refusal
from .models import Enrolment, Offering
from .moves import Action, Moves, Status
from .notices import tell_moved
from .permissions import can_run_offerings
from .queue import settle
from .seat_taking import HeldOffering, hold_offering

SETTLED = [Status.COMPLETED, Status.NO_SHOW]


@transaction.atomic
def apply(*, offering: str, by: User, cluster: Cluster | None, note: str = "", now: datetime) -> Enrolment:
    """Ask for a seat oneself: a seat at once, a place in the queue, or an application that a coordinator decides.

    `offering` is the code. A second click finds the first one's enrolment. Raises ValidationError with each obstacle.
    """
    held = hold_offering(offering, now=now, person=by.pk)
    if held.own is not None and held.own.status not in (Status.DECLINED, Status.WITHDRAWN):
        return held.own
    asked, asking = asked_by(by, held.offering, held.own)
    in_the_way = obstacles(asked, asking, cluster.pk if cluster else None, now)
    if in_the_way:
        raise ValidationError([ValidationError(refusal(code, held.offering), code=code) for code in in_the_way])
    enrolment = _fresh(held, by, cluster, note)
    moves = Moves(held, by)
    if held.offering.needs_approval:
        moves.move(enrolment, Status.APPLIED, Action.APPLIED)
    else:
        _admit(moves, enrolment, Action.APPLIED)
    return _finished(moves, enrolment)


@transaction.atomic
def enrol(
    *, offering: str, person: User, cluster: Cluster | None, by: User, now: datetime, reason: str = ""
) -> Enrolment:
    """Enter somebody by name: approved at once, with a seat when one is free, otherwise at the end of the queue.

    The same again changes nothing.
    """
    _only_coordinators(by)
    held = hold_offering(offering, now=now, person=person.pk)
    _refuse_unless_open(held)
    if held.own is not None and held.own.status not in (Status.APPLIED, Status.DECLINED, Status.WITHDRAWN):
        return held.own
    enrolment = _fresh(held, person, cluster, held.own.note if held.own else "")
    moves = Moves(held, by)
    _admit(moves, enrolment, Action.ENROLLED, reason=reason)
    return _finished(moves, enrolment)


@transaction.atomic
def approve(*, enrolment: Enrolment, by: User, now: datetime) -> Enrolment:
    """Approve an application: a seat when one is free, otherwise the place in the queue that the application took."""
    _only_coordinators(by)
    held, enrolment = _held(enrolment, now)
    if enrolment.status != Status.APPLIED:
        return enrolment
    _refuse_unless_open(held)
    moves = Moves(held, by)
    _admit(moves, enrolment, Action.APPROVED)
    return _finished(moves, enrolment)


@transaction.atomic
def decline(*, enrolment: Enrolment, reason: str, by: User, now: datetime) -> Enrolment:
    """Decline an application, or an approval that waits in the queue, with the reason that the person reads."""
    _only_coordinators(by)
    held, enrolment = _held(enrolment, now)
    if enrolment.status not in (Status.APPLIED, Status.WAITING):
        return enrolment
    moves = Moves(held, by)
    text = _required(reason, _("Say why the application is declined: the person reads it."))
    moves.move(enrolment, Status.DECLINED, Action.DECLINED, reason=text)
    return _finished(moves, enrolment)


@transaction.atomic
def accept_offer(*, enrolment: Enrolment, by: User, now: datetime) -> Enrolment:
    """Accept the seat that was kept, while it is: the person, or a coordinator who was told so."""
    _only_own_or_coordinators(by, enrolment)
    held, enrolment = _held(enrolment, now)
    if enrolment.status != Status.OFFERED:
        return enrolment
    _refuse_unless_open(held)
    if enrolment.offer_expires_at is not None and enrolment.offer_expires_at < now:
        raise ValidationError(_("The seat was kept until a moment that has passed: it goes to the next in the queue."))
    moves = Moves(held, by)
    moves.move(enrolment, Status.CONFIRMED, Action.ACCEPTED)
    return _finished(moves, enrolment)


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User, now: datetime, reason: str = "") -> Enrolment:
    """Leave: give back an application, a place in the queue, an offered or a confirmed seat; the first waiting gets it.

    Confirmed after the deadline, and whenever a coordinator takes somebody off the list, the reason is asked for.
    """
    _only_own_or_coordinators(by, enrolment)
    held, enrolment = _held(enrolment, now)
    if enrolment.status in SETTLED:
        raise ValidationError(_("The offering is closed: what came of it stays as it was certified."))
    if enrolment.status in (Status.WITHDRAWN, Status.DECLINED):
        return enrolment
    if by.pk != enrolment.person_id:
        reason = _required(reason, _("Say why the person is taken off the list: the person reads it."))
    elif must_say_why(held.offering, enrolment, now):
        reason = _required(reason, _("The time to withdraw without a reason is over: say why you cannot come."))
    moves = Moves(held, by)
    moves.move(enrolment, Status.WITHDRAWN, _left(enrolment, by), reason=reason.strip())
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


def _admit(moves: Moves, enrolment: Enrolment, action: str, reason: str = "") -> None:
    """Put an approved enrolment into the queue, then give the free seats to the queue: nobody is passed."""
    enrolment.approved_at = moves.now
    moves.move(enrolment, Status.WAITING, action, reason=reason)
    settle(moves, newcomer=enrolment)


def _fresh(held: HeldOffering, person: User, cluster: Cluster | None, note: str) -> Enrolment:
    """Return a new enrolment, or the one of somebody who left and comes back, at the end of the queue."""
    enrolment = held.own or Enrolment(offering=held.offering, person=person, queued_at=held.now)
    if enrolment.pk and enrolment.status != Status.APPLIED:
        enrolment.queued_at, enrolment.approved_at, enrolment.confirmed_at = held.now, None, None
    enrolment.cluster, enrolment.note, enrolment.person = cluster, note.strip(), person
    enrolment.offering = held.offering
    return enrolment


def _held(enrolment: Enrolment, now: datetime) -> tuple[HeldOffering, Enrolment]:
    """Hold the offering and return the enrolment as it stands under the lock."""
    held = hold_offering(enrolment.offering.code, now=now, person=enrolment.person_id)
    if held.own is None:
        raise ValidationError(_("This enrolment was removed."), code="removed")
    own = held.waiting.get(held.own.pk, held.own)
    own.offering = held.offering
    return held, own


def _finished(moves: Moves, enrolment: Enrolment) -> Enrolment:
    """Write the events and tell everybody concerned."""
    moves.finish()
    tell_moved(moves)
    return enrolment


def _only_coordinators(by: User) -> None:
    if not can_run_offerings(by):
        raise PermissionDenied


def _only_own_or_coordinators(by: User, enrolment: Enrolment) -> None:
    if by.pk != enrolment.person_id and not can_run_offerings(by):
        raise PermissionDenied


def _refuse_unless_open(held: HeldOffering) -> None:
    if not held.offering.is_open:
        raise ValidationError(refusal("not_published", held.offering), code="not_published")


def _required(text: str, sentence: str) -> str:
    if not text.strip():
        raise ValidationError(sentence, code="required")
    return text.strip()
