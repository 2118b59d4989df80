"""A learner's desk: seats to answer for, the next sessions, and every edition or visit with its hours."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from lms.people.models import User
from lms.training.hours import Hours, Presence, hours_of
from lms.training.left_words import ended_with
from lms.training.models import AttendanceEntry, Enrolment, Offering, OfferingPart, TrainingSession
from lms.training.offering_dates import dates_of, moment
from lms.training.own_outcome import OwnOutcome, own_outcome
from lms.training.register_hours import sitting_of
from lms.training.terms import terms_of

from .session_lines import SessionLine

Status = Enrolment.Status
NEXT_SHOWN, ROWS_SHOWN = 5, 8
ORDER = [Status.OFFERED, Status.CONFIRMED, Status.WAITING, Status.APPLIED, Status.COMPLETED, Status.NO_SHOW]
OVER = [Status.COMPLETED, Status.NO_SHOW, Status.WITHDRAWN, Status.DECLINED]
TO_COME = [Status.OFFERED, Status.CONFIRMED]


@dataclass(frozen=True)
class LearnerRow:
    """One enrolment with the minutes attended and planned, where there are any to tell of.

    `clashes`: the confirmed offerings whose sessions are at the same time, while a seat waits for an answer.
    """

    enrolment: Any
    attended: int | None
    planned: int | None
    clashes: list[Offering]

    @property
    def offering(self) -> Offering:
        """Where the person is enrolled."""
        offering: Offering = self.enrolment.offering
        return offering

    @property
    def dates(self) -> str:
        """When it takes place."""
        return dates_of(self.offering)

    @property
    def outcome(self) -> OwnOutcome | None:
        """What came of it, once the offering was closed."""
        return own_outcome(self.enrolment)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was the offering that ended, not the person who withdrew."""
        return ended_with(self.enrolment, self.offering)

    @property
    def answer_until(self) -> datetime:
        """Until when an offered seat is kept."""
        until: datetime = self.enrolment.offer_expires_at
        return until

    @property
    def clashing(self) -> str:
        """The offerings at the same time, by title."""
        return ", ".join(offering.title for offering in self.clashes)

    @property
    def until(self) -> str:
        """The same in words."""
        return moment(self.answer_until)


@dataclass(frozen=True)
class LearnerDesk:
    """Everything that the desk says of the person's own training."""

    rows: list[LearnerRow]
    sessions: list[TrainingSession]
    now: datetime

    @property
    def offered(self) -> list[LearnerRow]:
        """The seats that wait for an answer, the one that is lost first before the others."""
        kept = [row for row in self.rows if row.enrolment.status == Status.OFFERED and row.answer_until >= self.now]
        return sorted(kept, key=lambda row: row.answer_until)

    @property
    def next_sessions(self) -> list[SessionLine]:
        """The first few."""
        return [SessionLine(one, self.now) for one in self.sessions[:NEXT_SHOWN]]

    @property
    def more_sessions(self) -> int:
        """How many come after those."""
        return max(0, len(self.sessions) - NEXT_SHOWN)

    @property
    def first_rows(self) -> list[LearnerRow]:
        """What is on its way comes first, then what was completed."""
        return self.rows[:ROWS_SHOWN]

    @property
    def more_rows(self) -> list[LearnerRow]:
        """The rest."""
        return self.rows[ROWS_SHOWN:]


def learner_desk(person: User, now: datetime) -> LearnerDesk:
    """Return the person's own training: three queries, however much it is, one where there is none."""
    enrolments = sorted(_enrolments_of(person), key=_place)
    running = [one for one in enrolments if one.status in TO_COME and one.offering.is_open]
    sessions = _sessions_of(running)
    hours = _hours_of(running, sessions)
    rows = [_row(one, hours.get(one.pk), _clashes(one, running, sessions)) for one in enrolments]
    confirmed = {one.offering_id for one in running if one.status == Status.CONFIRMED}
    coming = [one for key in confirmed for one in sessions[key] if one.ends_at > now]
    return LearnerDesk(rows, sorted(coming, key=lambda one: (one.starts_at, one.pk)), now)


def _enrolments_of(person: User) -> Any:
    """The certificate in force is read along: there is one at most."""
    valid = FilteredRelation("certificates", condition=Q(certificates__status="valid"))
    wanted = Enrolment.objects.filter(person=person.pk).select_related("offering__funding_line", "outcome")
    return wanted.annotate(valid=valid, certificate_key=F("valid__key"), certificate_number=F("valid__number"))


def _place(enrolment: Any) -> tuple[int, float, int]:
    """What is on its way comes first, the soonest before the others; then what is over, the latest first."""
    starts = enrolment.offering.starts_at
    moment = starts.timestamp() if starts else math.inf
    order = ORDER.index(Status(enrolment.status)) if enrolment.status in ORDER else len(ORDER)
    return order, -moment if enrolment.status in OVER else moment, enrolment.pk


def _sessions_of(running: list[Any]) -> dict[int, list[Any]]:
    """Return the sessions that take place, by offering, with what the register says of the person: `came`, `left`."""
    offerings = {one.offering_id: one.offering for one in running}
    found: dict[int, list[Any]] = defaultdict(list)
    lines = AttendanceEntry.objects.filter(enrolment__in=running, session=OuterRef("pk")).that_count()
    planned = TrainingSession.objects.planned().filter(offering__in=list(offerings)).select_related("part")
    read = planned.annotate(came=Subquery(lines.values("came_at")[:1]), left=Subquery(lines.values("left_at")[:1]))
    for session in read if offerings else []:
        session.offering = offerings[session.offering_id]
        found[session.offering_id].append(session)
    return found


def _hours_of(running: list[Any], sessions: dict[int, list[Any]]) -> dict[int, Hours]:
    """Return the hours so far, by enrolment."""
    confirmed = [one for one in running if one.status == Status.CONFIRMED]
    promised: dict[int, dict[int, int]] = defaultdict(dict)
    parts = OfferingPart.objects.filter(offering__in=[one.offering_id for one in confirmed])
    for offering, part, minutes in parts.values_list("offering", "pk", "minutes") if confirmed else []:
        promised[offering][part] = minutes
    return {one.pk: _hours_in(one.offering, sessions[one.offering_id], promised) for one in confirmed}


def _hours_in(offering: Offering, sessions: list[Any], promised: dict[int, dict[int, int]]) -> Hours:
    presences = {one.pk: Presence(one.came, one.left) for one in sessions if one.came}
    sittings = [sitting_of(one) for one in sessions]
    return hours_of(sittings, presences, promised[offering.pk], terms_of(offering))


def _row(enrolment: Any, hours: Hours | None, clashes: list[Offering]) -> LearnerRow:
    """Once an offering is closed its outcome says the hours."""
    said = getattr(enrolment, "outcome", None)
    if said is not None:
        return LearnerRow(enrolment, said.attended_minutes, said.planned_minutes, clashes)
    return LearnerRow(enrolment, hours.attended if hours else None, hours.planned if hours else None, clashes)


def _clashes(enrolment: Any, running: list[Any], sessions: dict[int, list[TrainingSession]]) -> list[Offering]:
    """Return what else of the person's takes place at the same time as what is offered."""
    if enrolment.status != Status.OFFERED:
        return []
    own = sessions[enrolment.offering_id]
    return [
        other.offering
        for other in running
        if other.status == Status.CONFIRMED and any(_meet(a, b) for a in own for b in sessions[other.offering_id])
    ]


def _meet(one: TrainingSession, other: TrainingSession) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
