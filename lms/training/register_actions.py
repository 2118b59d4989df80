"""Every write into a register, under the lock of its offering: lines of attendance, and the instructors' sign-offs."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User
from lms.people.permissions import is_coordinator

from .models import AttendanceEntry, Offering, SignOff, TrainingSession
from .permissions import can_keep_register, can_sign_off
from .register_lines import append
from .register_notices import tell_corrected, tell_signed
from .register_reading import RegisterSheet, held_of, sheet_of
from .register_rules import (
    Mark,
    faults_in,
    is_late_entry,
    obstacle,
    presence_of,
    raw_minutes,
    sign_obstacle,
    step_for,
)
from .register_words import conflict, fault, refusal
from .terms import freeze_terms

Evidence = AttendanceEntry.Evidence
LONGEST_TOPICS = 2000


@transaction.atomic
def record_attendance(
    *,
    session: TrainingSession,
    marks: Iterable[Mark],
    by: User,
    now: datetime,
    evidence: str = Evidence.ROLL_CALL,
) -> list[AttendanceEntry]:
    """Write a line for each mark that says something else than the line that counts; the same again adds nothing.

    Nothing is written when one mark is refused. Raises ValidationError with a mistake per participant, whose key is in
    its `params`, or with one sentence that concerns the whole session.
    """
    offering, session = _hold(session)
    if not can_keep_register(by, session):
        raise PermissionDenied
    held = held_of(session)
    _refuse(obstacle(held, now, is_coordinator=is_coordinator(by)), session)
    freeze_terms(offering, now)
    sheet = sheet_of(session)
    entries = [_entry(sheet, mark, by, now, evidence) for mark in _marks_to_write(sheet, marks, by, now)]
    written = append(offering, entries)
    if written and held.is_signed:
        tell_corrected(session, written, offering, by=by, now=now)
    return written


@transaction.atomic
def sign_off(*, session: TrainingSession, topics: str, by: User, now: datetime) -> SignOff:
    """Sign a session with what was taught; head and length of the register leave the system by mail.

    Raises ValidationError while the session is not over or somebody is not marked.
    """
    offering, session = _hold(session)
    if not can_sign_off(by, session):
        raise PermissionDenied
    sheet = sheet_of(session)
    _refuse(sign_obstacle(sheet.held, now, len(sheet.missing)), session)
    freeze_terms(offering, now)
    signed = SignOff.objects.create(
        session=session,
        by=by,
        at=now,
        topics=_topics(topics),
        register_count=offering.register_count,
        register_head=offering.register_head,
    )
    log(instance=offering, action="wagtail.edit", user=by, data={"signed_off": str(session.uid)})
    tell_signed(signed, now=now)
    return signed


def _hold(session: TrainingSession) -> tuple[Offering, TrainingSession]:
    """Lock the offering's row, then read the session as the one before has left it."""
    offering = Offering.objects.select_for_update().get(pk=session.offering_id)
    fresh = TrainingSession.objects.select_related("part", "sign_off").prefetch_related("instructors")
    found = fresh.filter(pk=session.pk).first()
    if found is None:
        raise ValidationError(_("This session was removed."), code="removed")
    found.offering = offering
    return offering, found


def _refuse(code: str, session: TrainingSession) -> None:
    if code:
        raise ValidationError(refusal(code, session), code=code)


def _marks_to_write(sheet: RegisterSheet, marks: Iterable[Mark], by: User, now: datetime) -> list[Mark]:
    """Return the marks that lead to a new line, one per participant, or raise with every mistake."""
    wanted: list[Mark] = []
    mistakes: list[ValidationError] = []
    late, markable = is_late_entry(sheet.held, now), sheet.markable(is_coordinator=is_coordinator(by))
    for mark in {one.enrolment: one for one in marks}.values():
        known = mark.enrolment in markable
        found = list(_mistakes(sheet, mark, must_say_why=late)) if known else [fault("unknown", mark.enrolment)]
        if found:
            mistakes += found
        elif _step(sheet, mark) != "nothing":
            wanted.append(mark)
    if mistakes:
        raise ValidationError(mistakes)
    return wanted


def _mistakes(sheet: RegisterSheet, mark: Mark, *, must_say_why: bool) -> Iterable[ValidationError]:
    step, current = _step(sheet, mark), sheet.current(mark.enrolment)
    standing = sheet.said(current)
    if step == "conflict":
        yield conflict(mark.enrolment, current, standing) if current and standing else fault("stale", mark.enrolment)
    elif step != "nothing":
        found = faults_in(mark, step, sheet.held, must_say_why=must_say_why)
        yield from (fault(code, mark.enrolment) for code in found)


def _step(sheet: RegisterSheet, mark: Mark) -> str:
    current = sheet.current(mark.enrolment)
    return step_for(mark, sheet.seen(mark), sheet.said(current), current.number if current else 0)


def _entry(sheet: RegisterSheet, mark: Mark, by: User, now: datetime, evidence: str) -> AttendanceEntry:
    """Return the unwritten line; a correction points to the line that it corrects."""
    presence = presence_of(mark.said, sheet.held)
    current = sheet.current(mark.enrolment)
    return AttendanceEntry(
        enrolment=sheet.participants[mark.enrolment],
        session=sheet.session,
        came_at=presence.came_at if presence else None,
        left_at=presence.left_at if presence else None,
        minutes=raw_minutes(presence, sheet.held.starts_at, sheet.held.ends_at),
        evidence=evidence,
        note=mark.said.note,
        corrects=current,
        reason=mark.reason.strip(),
        author=by,
        written_at=now,
    )


def _topics(text: str) -> str:
    if not text.strip():
        raise ValidationError(_("Say which topics were taught: they stand in the register."), code="required")
    if len(text) > LONGEST_TOPICS:
        raise ValidationError(_("That is too long: 2,000 characters at most."), code="too_long")
    return text.strip()
