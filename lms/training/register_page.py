"""The register of an offering as its page shows it: the sessions, how far each is, and who may open which."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .models import AttendanceEntry, Enrolment, Offering, SignOff, TrainingSession
from .permissions import can_read_all, teaches
from .register_reading import held_of, sign_off_of
from .register_rules import state_of


@dataclass(frozen=True)
class SessionRow:
    """One session: how far its register is (a code of the rule), how many are marked of how many expected."""

    session: TrainingSession
    state: str
    marked: int
    expected: int
    sign_off: SignOff | None
    may_open: bool


@dataclass(frozen=True)
class RegisterPage:
    """All sessions in their order."""

    offering: Offering
    rows: list[SessionRow]
    reads_all: bool


def register_page(offering: Offering, user: Any, now: datetime) -> RegisterPage:
    """Read the page: four queries, however many sessions there are."""
    sessions = offering.sessions.select_related("part", "sign_off__by").prefetch_related("instructors")
    people = set(Enrolment.objects.filter(offering=offering).taking_part().values_list("pk", flat=True))
    marked = _marked(offering)
    reads_all = can_read_all(user)
    rows = []
    for session in sessions:
        session.offering = offering
        rows.append(_row(session, people, marked[session.pk], now, may_open=reads_all or may_open(user, session)))
    return RegisterPage(offering, rows, reads_all)


def may_open(user: Any, session: TrainingSession) -> bool:
    """Say whether the person opens the register of this very session: coordinators, auditors, its instructors."""
    return can_read_all(user) or teaches(user, session)


def _row(session: TrainingSession, people: set[int], marked: set[int], now: datetime, *, may_open: bool) -> SessionRow:
    # Whoever joined after the signature is expected no more.
    expected = set() if sign_off_of(session) else people
    state = state_of(held_of(session), now, len(expected - marked))
    return SessionRow(session, state, len(marked), len(expected | marked), sign_off_of(session), may_open)


def _marked(offering: Offering) -> dict[int, set[int]]:
    """Return who has a line, by session."""
    found: dict[int, set[int]] = defaultdict(set)
    lines = AttendanceEntry.objects.filter(offering=offering).order_by()
    for session, enrolment in lines.values_list("session", "enrolment").distinct():
        found[session].add(enrolment)
    return found
