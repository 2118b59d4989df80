"""What a mark in the roll call leads to: rules on values that return codes, which templates and actions word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .hours import Presence, Sitting, Terms, minutes_attended

PRESENT, ABSENT = "present", "absent"
LONGEST = 24 * 60
# As the clock shows it: tolerance and rounding belong to the hours, not to the register.
AS_IT_WAS = Terms(threshold_percent=100)


@dataclass(frozen=True)
class Said:
    """What a line says of somebody: present or absent, minutes late and early, a note."""

    state: str
    late: int = 0
    early: int = 0
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """What somebody wants to write of a participant (the enrolment's key), and why.

    `seen` is the number of the line that stood there when the page was opened, 0 without one.
    """

    enrolment: int
    state: str
    late: int = 0
    early: int = 0
    note: str = ""
    reason: str = ""
    seen: int = 0

    @property
    def said(self) -> Said:
        """What it says; who was absent was neither late nor early."""
        there = self.state == PRESENT
        return Said(self.state, self.late if there else 0, self.early if there else 0, self.note.strip())


@dataclass(frozen=True)
class Held:
    """What is known of a session and its offering when somebody wants to write."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str
    is_cancelled: bool
    is_offering_open: bool
    is_signed: bool
    window_minutes: int

    @property
    def opens_at(self) -> datetime:
        """From when on attendance is taken: a few minutes before."""
        return self.starts_at - timedelta(minutes=self.window_minutes)


def obstacle(held: Held, now: datetime, *, is_coordinator: bool) -> str:
    """Return why nothing can be written now, as a code; "" when it can."""
    if held.is_cancelled:
        return "cancelled"
    if not held.is_offering_open:
        return "offering_closed"
    if now < held.opens_at:
        return "too_early"
    if held.is_signed and not is_coordinator:
        return "signed"
    return ""


def is_late_entry(held: Held, now: datetime) -> bool:
    """Say whether it is written down later than on the day of the session, at the place: then it is said why."""
    zone = ZoneInfo(held.time_zone)
    return now.astimezone(zone).date() > held.ends_at.astimezone(zone).date()


def step_for(mark: Mark, seen: Said | None, current: Said | None, current_number: int) -> str:
    """Return what a mark leads to: "nothing", "first", "correction" or "conflict".

    `seen` is what the line said that the person was looking at, `current` what counts now. A mark that was not touched
    leads to nothing, whatever somebody else has written meanwhile.
    """
    if mark.said in (seen, current):
        return "nothing"
    if mark.seen != current_number:
        return "conflict"
    return "correction" if current else "first"


def faults_in(mark: Mark, step: str, held: Held, *, must_say_why: bool) -> Iterable[str]:
    """Return what is missing in a mark that leads to a new line, as codes: "minutes", "reason", "late_reason"."""
    lasts = int((held.ends_at - held.starts_at).total_seconds()) // 60
    late, early = mark.said.late, mark.said.early
    if mark.state not in (PRESENT, ABSENT) or late < 0 or early < 0 or late + early >= lasts:
        yield "minutes"
    if step == "correction" and not mark.reason.strip():
        yield "reason"
    elif must_say_why and not mark.reason.strip():
        yield "late_reason"


def presence_of(said: Said, held: Held) -> Presence | None:
    """Return from when to when somebody was there; none: not at all."""
    if said.state == ABSENT:
        return None
    return Presence(held.starts_at + timedelta(minutes=said.late), held.ends_at - timedelta(minutes=said.early))


def raw_minutes(presence: Presence | None, starts_at: datetime, ends_at: datetime) -> int:
    """Return the minutes of a presence inside the session, before tolerance and rounding."""
    return minutes_attended(Sitting(0, 0, starts_at, ends_at), presence, AS_IT_WAS)


def state_of(held: Held, now: datetime, missing: int) -> str:
    """Return how far the register of a session is, as a code; `missing`: people without a line.

    "cancelled", "signed", "to_come", "today" (it goes on), "to_do" (over, somebody is not marked), "unsigned".
    """
    if held.is_cancelled or held.is_signed:
        return "cancelled" if held.is_cancelled else "signed"
    if now < held.ends_at:
        return "to_come" if now < held.opens_at else "today"
    return "to_do" if missing else "unsigned"


def said_by_line(came: datetime | None, left: datetime | None, note: str, held: Held) -> Said:
    """Return what a line says, seen from the session: who came before it began was not late."""
    if came is None or left is None:
        return Said(ABSENT, note=note)
    return Said(PRESENT, _minutes(came - held.starts_at), _minutes(held.ends_at - left), note)


def may_sign(*, teaches: bool, is_coordinator: bool, has_instructors: bool) -> bool:
    """An instructor of the session signs it; a coordinator only where none of them can (role and account of today)."""
    return teaches or (is_coordinator and not has_instructors)


def sign_obstacle(held: Held, now: datetime, missing: int) -> str:
    """Return why a session cannot be signed off now, as a code; "" when it can. `missing`: people without a line."""
    if held.is_signed:
        return "signed_already"
    if held.is_cancelled or not held.is_offering_open:
        return "cancelled" if held.is_cancelled else "offering_closed"
    if now < held.ends_at:
        return "not_over"
    return "missing" if missing else ""


def _minutes(lasts: timedelta) -> int:
    return max(int(lasts.total_seconds()) // 60, 0)
