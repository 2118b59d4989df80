"""Everybody's hours in an offering as the page and its files show them, and one person's own, session by session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from lms.people.models import User

from .hours import (
    Hours,
    PartHours,
    Presence,
    Terms,
    Verdict,
    hours_of,
    minutes_attended,
    percent_shown,
    reaches,
    verdict_of,
)
from .left_words import left_words
from .models import AttendanceEntry, Enrolment, Offering, OfferingPart, TrainingSession
from .own_hours import OwnHours, hours_of_person
from .own_outcome import OwnOutcome, own_outcome
from .register_hours import hours_by_enrolment, sitting_of, sittings_of
from .standing import held_minutes, standing_of
from .terms import terms_of


@dataclass(frozen=True)
class Share:
    """Minutes attended of those planned, as a share that people read; `part` is none for the whole."""

    part: OfferingPart | None
    attended: int
    planned: int
    percent: int
    is_met: bool


@dataclass(frozen=True)
class PersonHours:
    """One participant: the whole, each part, and how it stands against the threshold.

    `standing`: "met"; "open", while what is still to be written can bring it there; "short" when it cannot; "left"
    of whoever takes part no more, and `left` says since when.
    """

    enrolment: Enrolment
    whole: Share
    parts: list[Share]
    verdict: Verdict
    standing: str
    left: str = ""


@dataclass(frozen=True)
class HoursPage:
    """Everybody by name; minutes planned in all, held so far, and held without a line in the register."""

    offering: Offering
    terms: Terms
    parts: list[OfferingPart]
    people: list[PersonHours]
    planned: int
    held: int
    unwritten: int

    @property
    def to_come(self) -> int:
        """Minutes planned and not held yet."""
        return max(self.planned - self.held, 0)


def hours_page(offering: Offering, now: datetime) -> HoursPage:
    """Read the page: seven queries, however many take part."""
    terms = terms_of(offering)
    prefetch_related_objects([offering], "parts")
    parts = list(offering.parts.all())
    mine = Enrolment.objects.filter(offering=offering).in_register().select_related("person", "cluster")
    enrolments = list(mine.order_by("person__last_name", "person__first_name", "pk"))
    held, unwritten, nobody = _so_far(offering, parts, terms, now)
    still_open = max(nobody.planned - held, 0) + unwritten
    hours = hours_by_enrolment(offering, enrolments)
    people = [_person(one, hours[one.pk], parts, terms, still_open, left_words(one, offering)) for one in enrolments]
    return HoursPage(offering, terms, parts, people, nobody.planned, held, unwritten)


def _so_far(offering: Offering, parts: Sequence[OfferingPart], terms: Terms, now: datetime) -> tuple[int, int, Hours]:
    """Return minutes held, minutes held without any line, and the hours of somebody who was never there."""
    written = set(AttendanceEntry.objects.filter(offering=offering).order_by().values_list("session", flat=True))
    sittings = sittings_of(offering)
    nobody = hours_of(sittings, {}, {part.pk: part.minutes for part in parts}, terms)
    return *held_minutes(sittings, written, now), nobody


def _person(
    enrolment: Enrolment, hours: Hours, parts: Sequence[OfferingPart], terms: Terms, still_open: int, left: str
) -> PersonHours:
    by_part = {part.part: part for part in hours.parts}
    verdict = verdict_of(hours, terms)
    return PersonHours(
        enrolment,
        _share(None, hours, terms),
        [_share(part, by_part[part.pk], terms) for part in parts],
        verdict,
        "left" if left else standing_of(hours, verdict, terms, still_open),
        left,
    )


def _share(part: OfferingPart | None, hours: Hours | PartHours, terms: Terms) -> Share:
    attended, planned = hours.attended, hours.planned
    shown = percent_shown(attended, planned, terms)
    return Share(part, attended, planned, shown, bool(planned) and reaches(attended, planned, terms))


@dataclass(frozen=True)
class OwnLine:
    """One session of one's own: `state` is "present", "absent", "unwritten", "to_come" or "cancelled"."""

    session: TrainingSession
    state: str
    minutes: int
    entry: AttendanceEntry | None


@dataclass(frozen=True)
class OwnPage:
    """One offering with the own hours and every session; of what one left, those in the register.

    `standing` as on the page of all; `unwritten`: minutes held of which nobody wrote anything.
    """

    own: OwnHours
    lines: list[OwnLine]
    left: str = ""
    standing: str = ""
    unwritten: int = 0

    @property
    def outcome(self) -> OwnOutcome | None:
        """What came of it, once the offering was closed."""
        return own_outcome(self.own.enrolment)


def own_pages(person: User, now: datetime) -> list[OwnPage]:
    """Return everything that the person takes part in, or left with lines, the latest first: five queries in all."""
    entries = AttendanceEntry.objects.filter(enrolment__person=person).that_count()
    found = {(one.enrolment_id, one.session_id): one for one in entries}
    return [_own_page(own, found, now) for own in hours_of_person(person)]


def _own_page(own: OwnHours, entries: Mapping[tuple[int, int], AttendanceEntry], now: datetime) -> OwnPage:
    left = left_words(own.enrolment, own.enrolment.offering)
    lines = _own_lines(own, entries, now)
    if left:
        return OwnPage(own, [one for one in lines if one.entry], left, "left")
    sessions = [one for one in own.enrolment.offering.sessions.all() if not one.is_cancelled]
    written = {one.pk for one in sessions if one.is_written}
    held, unwritten = held_minutes([sitting_of(one) for one in sessions], written, now)
    still_open = max(own.hours.planned - held, 0) + unwritten
    return OwnPage(own, lines, "", standing_of(own.hours, own.verdict, own.terms, still_open), unwritten)


def _own_lines(own: OwnHours, entries: Mapping[tuple[int, int], AttendanceEntry], now: datetime) -> list[OwnLine]:
    sessions = own.enrolment.offering.sessions.all()
    return [_own_line(one, entries.get((own.enrolment.pk, one.pk)), own.terms, now) for one in sessions]


def _own_line(session: TrainingSession, entry: AttendanceEntry | None, terms: Terms, now: datetime) -> OwnLine:
    if session.is_cancelled:
        return OwnLine(session, "cancelled", 0, None)
    if entry is None:
        return OwnLine(session, "to_come" if session.ends_at > now else "unwritten", 0, None)
    if entry.came_at is None or entry.left_at is None:
        return OwnLine(session, "absent", 0, entry)
    presence = Presence(entry.came_at, entry.left_at)
    return OwnLine(session, "present", minutes_attended(sitting_of(session), presence, terms), entry)
