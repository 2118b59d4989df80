"""Times as the clock on the wall shows them at a place: a rule on values, without Django."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class WallTime:
    """A moment (UTC) that a day and a clock mean at a place.

    `problem`: "missing", for an hour that the clocks skip in spring; "twice", for one that comes twice in autumn, where
    `at` is the first of the two. Otherwise empty.
    """

    at: datetime
    problem: str = ""


def wall_time(day: date, clock: time, zone: str) -> WallTime:
    """Return the moment that a clock on the wall means on that day."""
    place = ZoneInfo(zone)
    first = datetime.combine(day, clock.replace(tzinfo=None), place)
    second = first.replace(fold=1)
    at = first.astimezone(UTC)
    if at.astimezone(place).replace(tzinfo=None) != first.replace(tzinfo=None):
        return WallTime(at, "missing")
    return WallTime(at, "twice" if first.utcoffset() != second.utcoffset() else "")


def moved_by_days(moment: datetime, by: timedelta, zone: str) -> datetime:
    """Return the moment (UTC) some days earlier or later at which the wall at a place shows the same time."""
    return (moment.astimezone(ZoneInfo(zone)) + by).astimezone(UTC)


def clock_at(moment: datetime, zone: str) -> tuple[date, time]:
    """Return the day and the time that the wall shows at a place at this moment."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date(), local.time()
