"""What the page of an offering shows, as values: seats, parts, days with their sessions, and the reader's own state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.formats import date_format

from lms.languages import current

from .models import Enrolment, Offering, OfferingPart, SeatAllotment, SessionInstructor, TrainingSession
from .offering_dates import dates_of, times_of
from .own_state import OwnState, own_state
from .permissions import can_see_rooms
from .seat_taking import HeldOffering
from .terms import facts_of


@dataclass(frozen=True)
class Sitting:
    """One session; `room` and `link` are empty, and nobody is named, for whom that is not meant.

    `hours` are those of the place, `own_clock` says where that is and what the reader's clock shows, if it differs.
    """

    session: TrainingSession
    hours: str
    own_clock: str
    room: str
    link: str
    instructors: list[str]
    is_over: bool


@dataclass(frozen=True)
class Day:
    """A day at the place, in words, with its sessions."""

    words: str
    sittings: list[Sitting]


@dataclass(frozen=True)
class OfferingPage:
    """Everything that the page says; `own` is none for a visitor."""

    offering: Offering
    seats: HeldOffering
    parts: list[OfferingPart]
    days: list[Day]
    own: OwnState | None
    funding: str

    @property
    def dates(self) -> str:
        """When it takes place."""
        return dates_of(self.offering)

    @property
    def minutes(self) -> int:
        """The planned minutes of all parts."""
        return sum(part.minutes for part in self.parts)

    @property
    def seat_count(self) -> int:
        """How many seats there are."""
        return sum(one.seats for one in self.seats.allotments.values())

    @property
    def taken(self) -> int:
        """How many of them somebody holds."""
        return sum(one.taken for one in self.seats.allotments.values())

    @property
    def free(self) -> int:
        """How many of them nobody holds."""
        return sum(one.free for one in self.seats.allotments.values())

    @property
    def waiting(self) -> int:
        """How many people are in the queue."""
        return len(self.seats.waiting)

    @property
    def kept(self) -> list[SeatAllotment]:
        """The free seats that are still kept for a cluster."""
        return still_kept(self.seats.allotments.values(), self.seats.today)

    @property
    def has_begun(self) -> bool:
        """Whether its first session has begun."""
        return self.offering.starts_at is not None and self.offering.starts_at <= self.seats.now

    @property
    def is_over(self) -> bool:
        """Whether its last session is over."""
        return self.offering.ends_at is not None and self.offering.ends_at < self.seats.now

    @property
    def applications_end(self) -> datetime | None:
        """Until when a seat can be asked for, while that is still to come."""
        until = self.offering.apply_until
        return until if until is not None and until >= self.seats.now else None


def offering_page(offering: Offering, reader: Any, now: datetime) -> OfferingPage:
    """Return the page for this reader: seven queries for somebody who takes part, however many others do."""
    seats = seen_offering(offering, now, person=reader.pk)
    parts = list(offering.parts.all())
    sessions = _sessions(offering, parts, names_people=reader.is_authenticated)
    shows_rooms = reader.is_authenticated and can_see_rooms(reader, offering, seats.own)
    return OfferingPage(
        offering=offering,
        seats=seats,
        parts=parts,
        days=days_of([_sitting(one, shows_rooms, now) for one in sessions]),
        own=own_state(reader, seats, sessions) if reader.is_authenticated else None,
        funding=_funding(offering),
    )


def still_kept(allotments: Iterable[SeatAllotment], today: date) -> list[SeatAllotment]:
    """Return the allotments with free seats that are still one cluster's; `today` at the place."""
    return [one for one in allotments if one.free and one.reserved_until and one.reserved_until >= today]


def seen_offering(offering: Offering, now: datetime, person: int | None = None) -> HeldOffering:
    """Return seats, queue and the own enrolment as they are now, to be shown and not to be acted on: no lock."""
    allotments = SeatAllotment.objects.filter(offering=offering).select_related("cluster")
    wanted = Q(status=Enrolment.Status.WAITING) | Q(person=person) if person else Q(status=Enrolment.Status.WAITING)
    enrolments = list(Enrolment.objects.filter(wanted, offering=offering).select_related("person", "outcome"))
    return HeldOffering(
        offering=offering,
        allotments={one.pk: one for one in allotments},
        waiting={one.pk: one for one in enrolments if one.status == Enrolment.Status.WAITING},
        own=next((one for one in enrolments if person and one.person_id == person), None),
        now=now,
    )


def _sessions(offering: Offering, parts: Iterable[OfferingPart], *, names_people: bool) -> list[TrainingSession]:
    rows = offering.sessions.all()
    if names_people:
        teaching = SessionInstructor.objects.select_related("person")
        rows = rows.prefetch_related(Prefetch("teaching", queryset=teaching, to_attr="named"))
    by_key = {part.pk: part for part in parts}
    sessions = list(rows)
    for session in sessions:
        session.part = by_key.get(session.part_id) or session.part
    return sessions


def _sitting(session: TrainingSession, shows_rooms: bool, now: datetime) -> Sitting:
    hours, own_clock = times_of(session)
    return Sitting(
        session=session,
        hours=hours,
        own_clock=own_clock,
        room=session.room if shows_rooms else "",
        link=session.link if shows_rooms and not session.is_cancelled else "",
        instructors=[str(one.person) for one in getattr(session, "named", [])],
        is_over=session.ends_at < now,
    )


def days_of(sittings: Iterable[Sitting]) -> list[Day]:
    """Group sessions, which are in order, by the day at the place."""

    def day(sitting: Sitting) -> str:
        return date_format(sitting.session.starts_at.astimezone(sitting.session.zone), "l, j F Y")

    return [Day(words, list(group)) for words, group in groupby(sittings, key=day)]


def _funding(offering: Offering) -> str:
    """Return the sentence of the funding line, as it stood at the start or as it is now."""
    if offering.terms is None and offering.funding_line is None:
        return ""
    if offering.terms is None and offering.funding_line is not None:
        return str(offering.funding_line.sentence)
    facts = facts_of(offering)
    return str(facts.get(f"sentence_{current()}") or facts.get("sentence_it") or "")
