"""Editions made from a course in one step, and copied: offering, parts, seats and sessions in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User
from lms.training.local_times import clock_at, moved_by_days
from lms.training.models import Offering, OfferingPart, SeatAllotment, TrainingSession
from lms.training.offering_actions import publish_offering
from lms.training.permissions import can_run_offerings
from lms.training.session_checks import check_instructors, hold_instructors
from lms.training.session_dates import moment_of
from lms.training.session_facts import SessionFacts, facts_of
from lms.training.session_plan import lay_out_sessions

from .edition_dates import shift_to
from .edition_order import in_order_of_teaching
from .edition_words import module_titles
from .models import Course, Edition, EditionModule, Module
from .need_ranks import hand_in_ranks

COPIED = (
    "kind",
    "title_it",
    "title_en",
    "summary_it",
    "summary_en",
    "audience",
    "taught_in",
    "time_zone",
    "place",
    "needs_approval",
    "offer_hours",
    "queue_order",
)


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """What an edition is made from; `columns` are those of the offering, `seats` are for everybody."""

    course: Course
    modules: tuple[Module, ...]
    columns: Mapping[str, Any]
    seats: int


@dataclass(frozen=True)
class NewSession:
    """A session of a module; the part in its facts is filled in when the parts are there."""

    module: str
    facts: SessionFacts


@transaction.atomic
def create_edition(
    *,
    facts: EditionFacts,
    sessions: Iterable[NewSession],
    by: User,
    now: datetime,
    publish: bool = False,
    confirmed: bool = False,
) -> Offering:
    """Make an edition: a draft, or published at once when nothing is missing and what is doubtful is confirmed."""
    if not can_run_offerings(by):
        raise PermissionDenied
    if not facts.modules:
        raise ValidationError(_("Choose at least one module."), code="modules")
    offering = _offering(facts, by, now)
    edition = Edition.objects.create(offering=offering, course=facts.course)
    parts = _parts(edition, facts.modules)
    planned = [replace(one.facts, part=_part(parts, one.module)) for one in sessions]
    offering = lay_out_sessions(offering=offering, sessions=planned, by=by, now=now)
    log(instance=offering, action="wagtail.create", user=by, data={"course": facts.course.code})
    if publish:
        offering = publish_offering(offering=offering, by=by, now=now, confirmed=confirmed)
        hand_in_ranks(offering, now)
    return offering


@transaction.atomic
def copy_edition(*, edition: Edition, first_day: date, code: str, by: User, now: datetime) -> Offering:
    """Copy an edition as a draft that begins on or after a day: weekdays and times stay, nobody takes part yet.

    Hours and titles of the modules are those of today. Instructors who are not free then are left out.
    """
    old = edition.offering
    sessions = list(old.sessions.order_by("starts_at").select_related("part").prefetch_related("instructors"))
    held = [one for one in sessions if not one.is_cancelled] or sessions
    if not held:
        raise ValidationError(_("It has no session, so there is nothing to move: make a new edition."), code="empty")
    hold_instructors(person.pk for one in held for person in one.instructors.all())
    moved = shift_to(clock_at(held[0].starts_at, held[0].time_zone)[0], first_day)
    columns = {name: getattr(old, name) for name in COPIED} | {"code": code, "funding_line": old.funding_line}
    for name in ("apply_until", "withdraw_until"):
        until = getattr(old, name)
        columns[name] = until and moved_by_days(until, moved, old.time_zone)
    seats = sum(old.allotments.values_list("seats", flat=True))
    modules = tuple(one.module for one in edition.modules.select_related("module").order_by("part__position"))
    facts = EditionFacts(course=edition.course, modules=modules, columns=columns, seats=seats)
    return create_edition(facts=facts, sessions=[_moved(one, moved, now) for one in held], by=by, now=now)


def _offering(facts: EditionFacts, by: User, now: datetime) -> Offering:
    offering = Offering(status=Offering.Status.DRAFT, created_by=by, created_at=now, **facts.columns)
    if Offering.objects.filter(code=offering.code).exists():
        raise ValidationError({"code": _("Another offering has this code: choose another one.")}, code="taken")
    offering.full_clean()
    offering.save()
    SeatAllotment.objects.create(offering=offering, seats=facts.seats)
    return offering


def _parts(edition: Edition, modules: Iterable[Module]) -> dict[str, OfferingPart]:
    """Make the parts, in the order of teaching: one for each module, with its hours and titles as they stand."""
    ordered = in_order_of_teaching(modules)
    titles = module_titles(ordered)
    parts = OfferingPart.objects.bulk_create(
        OfferingPart(
            offering=edition.offering,
            position=position,
            code=module.code,
            minutes=module.duration_minutes,
            **titles[module.pk],
        )
        for position, module in enumerate(ordered, start=1)
    )
    EditionModule.objects.bulk_create(
        EditionModule(edition=edition, module=module, part=part) for module, part in zip(ordered, parts, strict=True)
    )
    return {part.code: part for part in parts}


def _part(parts: Mapping[str, OfferingPart], module: str) -> int:
    if module not in parts:
        raise ValidationError(_("A session is of a module that is not chosen: choose the module too."), code="module")
    return parts[module].pk


def _moved(session: TrainingSession, by: Any, now: datetime) -> NewSession:
    """Return a session some weeks later, at the same time by the clock on the wall."""
    zone = session.time_zone
    start, end = clock_at(session.starts_at, zone), clock_at(session.ends_at, zone)
    facts = replace(
        facts_of(session, [person.pk for person in session.instructors.all()]),
        starts_at=moment_of(start[0] + by, start[1], zone),
        ends_at=moment_of(end[0] + by, end[1], zone),
        link="",
    )
    free = tuple(one for one in facts.instructors if _is_free(one, session.offering, facts, now))
    return NewSession(session.part.code, replace(facts, instructors=free))


def _is_free(person: int, offering: Offering, facts: SessionFacts, now: datetime) -> bool:
    """Say whether a person may teach then: still an instructor, and not teaching elsewhere."""
    try:
        check_instructors(offering, replace(facts, instructors=(person,)), now, new=(person,))
    except ValidationError:
        return False
    return True
