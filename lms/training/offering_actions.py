"""Writes about an offering as a whole: what is said of it, publishing, cancelling, throwing a draft away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .cancelling import end_enrolments
from .change_meanwhile import touched
from .change_notices import tell_elsewhere, tell_instructors_cancelled, tell_renamed
from .deadlines import check_deadlines
from .models import Change, Enrolment, Offering, TrainingSession
from .permissions import can_run_offerings
from .publishing import not_in_force, part_plans, readiness
from .seat_taking import hold_offering
from .session_actions import cancel_rows, hold_for_sessions
from .session_checks import was_attended

Status = Offering.Status
CHANGEABLE = (
    "title_it",
    "title_en",
    "summary_it",
    "summary_en",
    "audience",
    "taught_in",
    "place",
    "funding_line",
    "needs_approval",
    "apply_until",
    "withdraw_until",
    "offer_hours",
    "queue_order",
)
TITLES = ("title_it", "title_en")


@transaction.atomic
def change_offering(
    *, offering: Offering, facts: Mapping[str, Any], by: User, now: datetime, seen: str = ""
) -> Offering:
    """Change what is said of an offering (columns of `CHANGEABLE`); a new title or place is written down, and told.

    `seen`: what the form showed (`change_meanwhile`); what was not touched in it stays as it stands now.
    """
    held = hold_for_sessions(offering.pk, by)
    before = {name: getattr(held, name) for name in CHANGEABLE}
    words = {name: Offering._meta.get_field(name).verbose_name for name in CHANGEABLE}  # type: ignore[union-attr]  # columns
    wanted = {name: facts[name] for name in CHANGEABLE if name in facts}
    for name, value in touched(seen, wanted, before, words).items():
        setattr(held, name, value)
    changed = [name for name in CHANGEABLE if getattr(held, name) != before[name]]
    if not changed:
        return held
    if held.terms is not None and "funding_line" in changed:
        raise ValidationError(
            {"funding_line": _("The offering has started: the terms of its funding line are frozen.")}, code="frozen"
        )
    if "needs_approval" in changed and not held.needs_approval:
        _refuse_undecided(held)
    if "funding_line" in changed and held.is_open and (refused := not_in_force(held, held.sessions.planned())):
        raise ValidationError({"funding_line": refused}, code="line")
    check_deadlines(held, changed)
    held.full_clean(exclude=["code"])
    held.save()
    log(instance=held, action="wagtail.edit", user=by, data={"what": changed})
    if set(TITLES) & set(changed):
        _rename(held, before, by, now)
    if "place" in changed:
        _move(held, before["place"], by, now)
    return held


@transaction.atomic
def publish_offering(*, offering: Offering, by: User, now: datetime, confirmed: bool = False) -> Offering:
    """Show an offering to everybody. What is missing is refused; what is doubtful asks for `confirmed`."""
    held = hold_for_sessions(offering.pk, by)
    if held.status != Status.DRAFT:
        return held
    sessions = list(held.sessions.all())
    seats = held.allotments.aggregate(all=Sum("seats"))["all"] or 0
    found = readiness(held, sessions, seats, part_plans(list(held.parts.all()), sessions), now)
    if found.missing:
        raise ValidationError(found.missing, code="missing")
    if found.doubts and not confirmed:
        raise ValidationError([*found.doubts, _("Confirm that it is meant so.")], code="doubts")
    held.status, held.published_at = Status.PUBLISHED, now
    held.save(update_fields=["status", "published_at"])
    log(instance=held, action="wagtail.publish", user=by, data={"sessions": len(sessions), "seats": seats})
    return held


@transaction.atomic
def cancel_offering(*, offering: Offering, reason: str, by: User, now: datetime) -> Offering:
    """Cancel an offering and its sessions still planned; whoever is on the way through it leaves it with the reason."""
    if not can_run_offerings(by):
        raise PermissionDenied
    held = hold_offering(offering.code, now=now)
    offering = held.offering
    if offering.status == Status.CANCELLED:
        return offering
    reason = _why(offering, reason, now)
    sessions = _not_held(offering, now)
    teaching = {person.pk for one in sessions for person in one.instructors.all()}
    cancel_rows(sessions, reason=reason, by=by, now=now)
    end_enrolments(held=held, by=by, reason=reason)
    was_open = offering.is_open
    offering.status, offering.cancelled_at, offering.cancelled_by = Status.CANCELLED, now, by
    offering.cancelled_reason = reason
    offering.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancelled_reason"])
    _note(offering, Change.Kind.CANCELLED, {"status": "published"}, {"status": "cancelled"}, by, now, reason)
    log(instance=offering, action="wagtail.unpublish", user=by, data={"reason": reason})
    if was_open:
        tell_instructors_cancelled(offering, teaching, by=by, now=now)
    return offering


@transaction.atomic
def delete_draft(*, offering: Offering, by: User, now: datetime) -> None:
    """Throw away what nobody has seen yet, with its sessions and seats."""
    held = hold_for_sessions(offering.pk, by)
    if held.status != Status.DRAFT or held.published_at is not None or held.enrolments.exists():
        raise ValidationError(why_kept(held), code="published")
    log(instance=held, action="wagtail.delete", user=by, deleted=True)
    held.sessions.all().delete()  # their parts are protected by them
    held.delete()


def why_kept(offering: Offering) -> str:
    """Say why an offering is not deleted."""
    if offering.status in (Status.CLOSED, Status.CANCELLED):
        return _("It was published, so it stays.")
    return _("It was published, so it stays: cancel it instead.")


def _why(offering: Offering, reason: str, now: datetime) -> str:
    """Return the reason, or refuse what cannot be cancelled: a draft, what is closed, what is half over."""
    if offering.status == Status.DRAFT:
        raise ValidationError(_("Nobody has seen it yet: delete the draft instead."), code="draft")
    if offering.status == Status.CLOSED:
        raise ValidationError(_("The offering is closed: what came of it stays as it was certified."), code="closed")
    if offering.sessions.planned().filter(ends_at__lte=now).exists():
        raise ValidationError(
            _(
                "Sessions of it were held already, and their hours count. Cancel each session that is still to come, "
                "then close the offering."
            ),
            code="begun",
        )
    if not reason.strip():
        raise ValidationError(_("Say why it is cancelled: everybody concerned reads it."), code="reason")
    return reason.strip()


def _not_held(offering: Offering, now: datetime) -> list[TrainingSession]:
    """Return the sessions that do not take place any more: those to come, and the one that runs with nobody there."""
    planned = offering.sessions.planned().filter(ends_at__gt=now).prefetch_related("instructors")
    return [one for one in planned if one.starts_at > now or not was_attended(one)]


def _refuse_undecided(offering: Offering) -> None:
    """Refuse to go on without approval while somebody waits for it: a newcomer would take the seat before them."""
    if offering.enrolments.filter(status=Enrolment.Status.APPLIED).exists():
        raise ValidationError(
            {
                "needs_approval": _(
                    "Applications wait for a decision: decide about them first, under “People and seats”."
                )
            },
            code="undecided",
        )


def _rename(offering: Offering, before: Mapping[str, Any], by: User, now: datetime) -> None:
    """Write down the new title; calendars show it with every session still to come."""
    old, new = {name: before[name] for name in TITLES}, {name: getattr(offering, name) for name in TITLES}
    _note(offering, Change.Kind.TITLE, old, new, by, now)
    offering.sessions.planned().filter(ends_at__gt=now).update(sequence=F("sequence") + 1, changed_at=now)
    if offering.is_open:
        tell_renamed(offering, old, by=by, now=now)


def _move(offering: Offering, place: str, by: User, now: datetime) -> None:
    """Write down the new place; the sessions still to come that have none of their own are held there."""
    _note(offering, Change.Kind.PLACE, {"place": place}, {"place": offering.place}, by, now)
    there = offering.sessions.planned().filter(ends_at__gt=now, mode=TrainingSession.Mode.IN_PERSON, place="")
    teaching = set(there.filter(instructors__isnull=False).values_list("instructors", flat=True))
    concerned = there.update(sequence=F("sequence") + 1, changed_at=now)
    if concerned and offering.is_open:
        tell_elsewhere(offering, place, teaching, by=by, now=now)


def _note(
    offering: Offering, kind: str, before: dict[str, Any], after: dict[str, Any], by: User, now: datetime, why: str = ""
) -> None:
    Change.objects.create(offering=offering, kind=kind, before=before, after=after, at=now, by=by, reason=why)
