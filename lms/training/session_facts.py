"""What is said of a session, as values: what a form hands in, and what a change wrote down."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from .change_meanwhile import touched
from .models import Change, TrainingSession

Kind = Change.Kind
COLUMNS = ("starts_at", "ends_at", "time_zone", "mode", "place", "room", "link", "title_it", "title_en")
FIELDS = {
    Kind.TIME: ("starts_at", "ends_at", "time_zone"),
    Kind.PLACE: ("mode", "place", "room", "link"),
    Kind.TITLE: ("title_it", "title_en"),
    Kind.INSTRUCTORS: ("instructors",),
    Kind.HOURS: ("part",),
}
MOVES_CALENDARS = (Kind.TIME, Kind.PLACE, Kind.TITLE, Kind.HOURS)


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """Everything about a session that somebody types: the part by its key, instructors by theirs, times in UTC."""

    part: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str = "Europe/Rome"
    mode: str = TrainingSession.Mode.IN_PERSON
    place: str = ""
    room: str = ""
    link: str = ""
    title_it: str = ""
    title_en: str = ""
    instructors: tuple[int, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the row."""
        return {name: getattr(self, name) for name in COLUMNS} | {"part_id": self.part}


@dataclass(frozen=True)
class Difference:
    """What one change says: before and now, in plain values."""

    kind: str
    before: dict[str, Any]
    after: dict[str, Any]


def facts_of(session: TrainingSession, instructors: Iterable[int]) -> SessionFacts:
    """Return a session as values."""
    columns = {name: getattr(session, name) for name in COLUMNS}
    return SessionFacts(part=session.part_id, instructors=tuple(sorted(instructors)), **columns)


def differences(before: SessionFacts, after: SessionFacts) -> list[Difference]:
    """Return what has changed, one entry for each kind of change; nothing when nothing has."""
    old, new = plain(before), plain(after)
    return [Difference(kind, old[kind], new[kind]) for kind in new if old[kind] != new[kind]]


def meant(before: SessionFacts, wanted: SessionFacts, seen: str) -> SessionFacts:
    """Return a session as it stands with what somebody has touched, who saw it as `seen`; refuse what both touched."""
    found = touched(seen, plain(wanted), plain(before), {kind: kind.label for kind in FIELDS})
    return replace(before, **{name: getattr(wanted, name) for kind in found for name in FIELDS[Kind(kind)]})


def plain(facts: SessionFacts) -> dict[str, dict[str, Any]]:
    """Return the values that a change keeps, by kind: times in ISO 8601 (UTC), people and parts by their keys."""
    return {
        Kind.TIME: {
            "starts_at": facts.starts_at.astimezone(UTC).isoformat(),
            "ends_at": facts.ends_at.astimezone(UTC).isoformat(),
            "time_zone": facts.time_zone,
        },
        Kind.PLACE: {"mode": str(facts.mode), "place": facts.place, "room": facts.room, "link": facts.link},
        Kind.TITLE: {"title_it": facts.title_it, "title_en": facts.title_en},
        Kind.INSTRUCTORS: {"people": sorted(facts.instructors)},
        Kind.HOURS: {"part": facts.part},
    }
