"""What stands in the register of one session: who takes part, and the lines of each, in order."""

from collections import defaultdict
from dataclasses import dataclass, field

from .models import AttendanceEntry, Enrolment, Offering, SignOff, TrainingSession
from .register_rules import Held, Mark, Said, said_by_line
from .states import TAKING_PART
from .terms import window_minutes_of


@dataclass(frozen=True)
class RegisterSheet:
    """One session with its participants by name, and every line of theirs by the enrolment's key.

    Whoever left and has a line of this session is one of them: only a coordinator still marks those.
    """

    session: TrainingSession
    held: Held
    participants: dict[int, Enrolment]
    lines: dict[int, list[AttendanceEntry]] = field(default_factory=dict)

    def current(self, enrolment: int) -> AttendanceEntry | None:
        """Return the line that counts."""
        lines = self.lines.get(enrolment)
        return lines[-1] if lines else None

    def said(self, entry: AttendanceEntry | None) -> Said | None:
        """Return what a line says."""
        return said_by_line(entry.came_at, entry.left_at, entry.note, self.held) if entry else None

    def seen(self, mark: Mark) -> Said | None:
        """Return what the line said that stood there when the page was opened."""
        found = (line for line in self.lines.get(mark.enrolment, []) if line.number == mark.seen)
        return self.said(next(found, None))

    def markable(self, *, is_coordinator: bool) -> dict[int, Enrolment]:
        """Return of whom this reader may write lines, where anything may be written."""
        return {pk: one for pk, one in self.participants.items() if is_coordinator or one.status in TAKING_PART}

    @property
    def missing(self) -> list[Enrolment]:
        """Who takes part and has no line; whoever joined after the session is marked as absent, before it is signed."""
        return [one for one in self.participants.values() if one.pk not in self.lines]


def sheet_of(session: TrainingSession) -> RegisterSheet:
    """Read a session's register: three queries; the session comes with its offering and sign-off."""
    shown = Enrolment.objects.filter(offering=session.offering_id).in_register(session.pk)
    people = shown.select_related("person", "cluster").order_by("person__last_name", "person__first_name", "pk")
    lines: dict[int, list[AttendanceEntry]] = defaultdict(list)
    for entry in AttendanceEntry.objects.filter(session=session).select_related("author").order_by("number"):
        lines[entry.enrolment_id].append(entry)
    return RegisterSheet(session, held_of(session), {one.pk: one for one in people}, dict(lines))


def held_of(session: TrainingSession) -> Held:
    """Return what the rule has to know of a session; a draft may have no funding line yet."""
    offering: Offering = session.offering
    return Held(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        time_zone=session.time_zone,
        is_cancelled=session.is_cancelled,
        is_offering_open=offering.is_open,
        is_signed=sign_off_of(session) is not None,
        window_minutes=window_minutes_of(offering) if offering.is_open else 0,
    )


def sign_off_of(session: TrainingSession) -> SignOff | None:
    """Return the sign-off, which came with the session, or none."""
    return getattr(session, "sign_off", None)
