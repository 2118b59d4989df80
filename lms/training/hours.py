"""Hours of attendance: the one place where they are computed, for page, register, report and certificate alike.

A rule on values, without database or clock. Moments are aware datetimes, durations whole minutes. What the funding
line asks (tolerance, rounding, threshold, whether hours online count) comes in as `Terms`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

FULL = 100


@dataclass(frozen=True)
class Terms:
    """What the funding line asks of attendance; shares are per cent, times minutes."""

    threshold_percent: int
    threshold_per_module: bool = False
    rounding_minutes: int = 1
    rounds_down: bool = True
    tolerance_minutes: int = 0
    online_allowed: bool = True


@dataclass(frozen=True)
class Sitting:
    """One planned session, not a cancelled one; `part` is the part whose hours it belongs to."""

    key: int
    part: int
    starts_at: datetime
    ends_at: datetime
    is_online: bool = False


@dataclass(frozen=True)
class Presence:
    """From when to when somebody was there: the line of the register that counts; an absence has no presence."""

    came_at: datetime
    left_at: datetime


@dataclass(frozen=True)
class PartHours:
    """Minutes attended and planned of one part."""

    part: int
    attended: int
    planned: int


@dataclass(frozen=True)
class Hours:
    """Minutes attended and planned: of each part, and of the whole, which is their sum."""

    parts: tuple[PartHours, ...]

    @property
    def attended(self) -> int:
        """Minutes attended in all."""
        return sum(part.attended for part in self.parts)

    @property
    def planned(self) -> int:
        """Minutes planned in all."""
        return sum(part.planned for part in self.parts)


@dataclass(frozen=True)
class Verdict:
    """Whether the threshold is met, of the whole and of each part, and the code of the reason.

    `reason`: "met", "below" (too little in all), "part_below" (too little of the parts in `short`), "nothing_planned".
    """

    is_met: bool
    reason: str
    short: tuple[int, ...] = ()


def minutes_attended(sitting: Sitting, presence: Presence | None, terms: Terms) -> int:
    """Return the minutes of one session: what lies inside it, with a little late or early forgiven on each side.

    Seconds are cut off at the end, so that nobody attends more than the clock shows.
    """
    if presence is None or (sitting.is_online and not terms.online_allowed):
        return 0
    # In UTC, since Python subtracts two times of one zone by the clock on the wall, whatever night it was.
    starts, ends, came, left = map(_utc, (sitting.starts_at, sitting.ends_at, presence.came_at, presence.left_at))
    if left <= came or left <= starts or came >= ends:
        return 0
    forgiven = timedelta(minutes=terms.tolerance_minutes)
    came = starts if came <= starts + forgiven else came
    left = ends if left >= ends - forgiven else left
    return int((left - came).total_seconds()) // 60


def hours_of(
    sittings: Iterable[Sitting],
    presences: Mapping[int, Presence],
    promised: Mapping[int, int],
    terms: Terms,
) -> Hours:
    """Return the hours of one person.

    `presences`: by the key of the session; `promised`: the planned minutes of each part, by its key. What was promised
    and not (yet) held counts as not attended: the plan of a part is what was promised, or what its sessions last when
    that is more. Each part is rounded once, and the whole is the sum of the parts.
    """
    attended, scheduled = dict.fromkeys(promised, 0), dict.fromkeys(promised, 0)
    for sitting in sittings:
        scheduled[sitting.part] = scheduled.get(sitting.part, 0) + _lasts(sitting)
        minutes = minutes_attended(sitting, presences.get(sitting.key), terms)
        attended[sitting.part] = attended.get(sitting.part, 0) + minutes
    return Hours(tuple(_part(key, attended[key], max(promised.get(key, 0), scheduled[key]), terms) for key in attended))


def verdict_of(hours: Hours, terms: Terms) -> Verdict:
    """Return whether the threshold is met: exactly, without a share that was rounded before."""
    if not hours.planned:
        return Verdict(is_met=False, reason="nothing_planned")
    if not reaches(hours.attended, hours.planned, terms):
        return Verdict(is_met=False, reason="below")
    short = tuple(part.part for part in hours.parts if not reaches(part.attended, part.planned, terms))
    if terms.threshold_per_module and short:
        return Verdict(is_met=False, reason="part_below", short=short)
    return Verdict(is_met=True, reason="met")


def reaches(attended: int, planned: int, terms: Terms) -> bool:
    """Say whether attended minutes are the share of the planned ones that is asked for; the share itself is enough."""
    return attended * 100 >= planned * terms.threshold_percent


def percent_shown(attended: int, planned: int, terms: Terms) -> int:
    """Return the share as people read it, to the nearest per cent.

    What is below the threshold never reads as the threshold, nor what is not everything as 100.
    """
    if not planned:
        return 0
    share = Fraction(100 * attended, planned)
    nearest = int(share + Fraction(1, 2))
    rounds_over = nearest >= terms.threshold_percent > share or nearest >= FULL > share
    return int(share) if rounds_over else nearest


def _part(key: int, attended: int, planned: int, terms: Terms) -> PartHours:
    """Round the minutes of a part once; who was there all the time has all of it, whatever the step."""
    rounded = planned if attended >= planned else min(_rounded(attended, terms), planned)
    return PartHours(key, rounded, planned)


def _rounded(minutes: int, terms: Terms) -> int:
    """Round to the step that the funding line asks for; a half is rounded up where it is not rounded down."""
    step = terms.rounding_minutes
    return (minutes if terms.rounds_down else minutes + step // 2) // step * step


def _lasts(sitting: Sitting) -> int:
    return int((_utc(sitting.ends_at) - _utc(sitting.starts_at)).total_seconds()) // 60


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
