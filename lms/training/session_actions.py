"""Every write about sessions: the row, what changed, the dates of the offering, and who is told, in one transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .change_notices import tell_changed
from .models import Change, Offering, SessionInstructor, TrainingSession
from .permissions import can_run_offerings
from .session_checks import (
    check_changeable,
    check_facts,
    check_instructors,
    check_open,
    check_overlap,
    check_paid,
    check_reason,
    check_register,
    was_attended,
)
from .session_dates import refresh_dates
from .session_facts import MOVES_CALENDARS, Difference, SessionFacts, differences, facts_of, meant, plain

Kind = Change.Kind


@transaction.atomic
def add_session(
    *, offering: Offering, facts: SessionFacts, by: User, now: datetime, reason: str = ""
) -> TrainingSession:
    """Add a session; people who come hear of it when the offering is published."""
    held = hold_for_sessions(offering.pk, by)
    check_facts(held, facts)
    check_overlap(held, facts)
    check_reason(held, [facts.starts_at], reason, now)
    check_instructors(held, facts, now, new=facts.instructors)
    session = TrainingSession(offering=held, changed_at=now, **facts.columns)
    session.full_clean(exclude=["part", "offering"])
    check_paid(session)
    session.save()
    _teach(session, facts.instructors)
    said = {key: value for kind in (Kind.TIME, Kind.PLACE) for key, value in plain(facts)[kind].items()}
    _write(session, [Difference(Kind.ADDED, {}, said)], by, now, reason)
    refresh_dates(held)
    log(instance=session, action="wagtail.create", user=by)
    tell_changed("session_added", session, people=facts.instructors, reason=reason, now=now, by=by)
    return session


@transaction.atomic
def change_session(
    *, session: TrainingSession, facts: SessionFacts, by: User, now: datetime, reason: str = "", seen: str = ""
) -> list[Change]:
    """Change what is said of a session; return what was written down, nothing when nothing is different.

    `seen`: what the form showed (`change_meanwhile`); what was not touched in it stays as it stands now.
    """
    held = hold_for_sessions(session.offering_id, by)
    session = _again(held, session)
    check_changeable(session)
    before = facts_of(session, [person.pk for person in session.instructors.all()])
    facts = meant(before, replace(facts, instructors=tuple(sorted(facts.instructors))), seen)
    found = differences(before, facts)
    if not found:
        return []
    if any(one.kind == Kind.TIME for one in found):
        check_register(session)
        check_overlap(held, facts, session.pk)
    check_facts(held, facts)
    check_reason(held, [before.starts_at, facts.starts_at], reason, now)
    check_instructors(held, facts, now, new=set(facts.instructors) - set(before.instructors), session=session.pk)
    _save(session, facts, found, now)
    changes = _write(session, found, by, now, reason)
    refresh_dates(held)
    log(instance=session, action="wagtail.edit", user=by, data={"what": [change.kind for change in changes]})
    concerned = {*before.instructors, *facts.instructors}
    tell_changed("session_changed", session, people=concerned, found=found, reason=reason, now=now, by=by)
    return changes


@transaction.atomic
def cancel_session(*, session: TrainingSession, reason: str, by: User, now: datetime) -> TrainingSession:
    """Cancel a session with the reason that people read; its hours stay promised."""
    held = hold_for_sessions(session.offering_id, by)
    session = _again(held, session)
    if session.is_cancelled:
        return session
    check_changeable(session)
    if not reason.strip():
        raise ValidationError(_("Say why the session is cancelled: the participants read it."), code="reason")
    if was_attended(session):
        raise ValidationError(
            _("The register says that people were there, so the session was held: correct the register first."),
            code="held",
        )
    cancel_rows([session], reason=reason, by=by, now=now)
    refresh_dates(held)
    log(instance=session, action="wagtail.edit", user=by, data={"what": ["cancelled"], "reason": reason.strip()})
    people = [person.pk for person in session.instructors.all()]
    tell_changed("session_cancelled", session, people=people, reason=reason, now=now, by=by)
    return session


def cancel_rows(sessions: Iterable[TrainingSession], *, reason: str, by: User, now: datetime) -> None:
    """Write that these sessions do not take place; the caller holds the offering."""
    rows, said = list(sessions), Difference(Kind.CANCELLED, {"status": "planned"}, {"status": "cancelled"})
    for session in rows:
        session.status, session.cancelled_reason = TrainingSession.Status.CANCELLED, reason.strip()
        session.sequence, session.changed_at = session.sequence + 1, now
    TrainingSession.objects.bulk_update(rows, ["status", "cancelled_reason", "sequence", "changed_at"])
    Change.objects.bulk_create(_change(session, said, by, now, reason) for session in rows)


def hold_for_sessions(offering: int, by: User) -> Offering:
    """Lock the offering's row until the transaction ends, for a coordinator; refuse what is closed or cancelled."""
    if not can_run_offerings(by):
        raise PermissionDenied
    held = Offering.objects.select_for_update().filter(pk=offering).first()
    if held is None:
        raise ValidationError(_("This offering was removed."), code="removed")
    check_open(held)
    return held


def _again(held: Offering, session: TrainingSession) -> TrainingSession:
    """Return the session as it stands under the lock."""
    found = TrainingSession.objects.select_related("part").filter(pk=session.pk, offering=held.pk).first()
    if found is None:
        raise ValidationError(_("This session was removed."), code="removed")
    found.offering = held
    return found


def _save(session: TrainingSession, facts: SessionFacts, found: list[Difference], now: datetime) -> None:
    for name, value in facts.columns.items():
        setattr(session, name, value)
    if any(one.kind in MOVES_CALENDARS for one in found):
        session.sequence += 1
        session.changed_at = now
    session.full_clean(exclude=["part", "offering"])
    if any(one.kind == Kind.TIME for one in found):
        check_paid(session)
    session.save()
    session.refresh_from_db(fields=["part"])
    if any(one.kind == Kind.INSTRUCTORS for one in found):
        _teach(session, facts.instructors)


def _teach(session: TrainingSession, people: Iterable[int]) -> None:
    """Put these instructors, and nobody else, beside the session."""
    SessionInstructor.objects.filter(session=session).exclude(person__in=people).delete()
    present = set(SessionInstructor.objects.filter(session=session).values_list("person", flat=True))
    new = [SessionInstructor(session=session, person_id=person) for person in people if person not in present]
    SessionInstructor.objects.bulk_create(new)


def _write(session: TrainingSession, found: Iterable[Difference], by: User, now: datetime, reason: str) -> list[Change]:
    return Change.objects.bulk_create(_change(session, one, by, now, reason) for one in found)


def _change(session: TrainingSession, said: Difference, by: User, now: datetime, reason: str) -> Change:
    return Change(
        offering_id=session.offering_id,
        session=session,
        kind=said.kind,
        before=said.before,
        after=said.after,
        at=now,
        by=by,
        reason=reason.strip(),
    )
