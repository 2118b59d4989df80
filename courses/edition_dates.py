"""The sessions of an edition from a pattern of dates: a rule on values, without Django.

Days and times are those of the clock on the wall at the place; what moment they mean there is asked of
`lms.training.local_times`. Modules come in the order in which they are taught; each takes its minutes from the next
free slot, so that a long module lasts several sessions and a short one leaves the rest of its slot to the next.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

MOST_SESSIONS = 60
FARTHEST = timedelta(days=730)  # a pattern that needs two years is a slip


@dataclass(frozen=True)
class Pattern:
    """From which day on, on which weekdays (Monday is 0), from .. to .. each day, which days are left out.

    `count`: how many sessions; none, as many as the hours need.
    """

    first_day: date
    weekdays: frozenset[int]
    times: tuple[tuple[time, time], ...]
    days_off: frozenset[date] = frozenset()
    count: int | None = None


@dataclass(frozen=True)
class Taught:
    """A module with the minutes that are planned for it."""

    code: str
    minutes: int


@dataclass(frozen=True)
class Sitting:
    """One session: which module, on which day, from .. to .. on the wall."""

    module: str
    day: date
    starts: time
    ends: time

    @property
    def minutes(self) -> int:
        """How long it lasts by the clock."""
        return _minutes(self.starts, self.ends)


@dataclass(frozen=True)
class Finding:
    """What does not come out: "short" (fewer minutes than planned), "long" (more), "no_days" (nothing to fill)."""

    code: str
    module: str = ""
    planned: int = 0
    scheduled: int = 0


def sessions_of(pattern: Pattern, modules: Iterable[Taught]) -> list[Sitting]:
    """Return the sessions, in their order: as many as the hours need, or fewer when the pattern says how many.

    With fewer, each module gets its share of them, one at least: that no module is left out matters more than that the
    hours come out, which `findings` tells.
    """
    taught = [module for module in modules if module.minutes > 0]
    found = _filled(pattern, taught)
    if pattern.count is None or len(found) <= pattern.count:
        return found
    return _shared(pattern, taught, pattern.count)


def _filled(pattern: Pattern, modules: Iterable[Taught]) -> list[Sitting]:
    """Let each module take its minutes from the next free slot."""
    waiting = list(modules)
    found: list[Sitting] = []
    for day, starts, ends in _slots(pattern):
        at = starts
        while waiting and at < ends and len(found) < MOST_SESSIONS:
            sitting = _next(waiting, day, at, ends)
            found.append(sitting)
            at = sitting.ends
        if not waiting or len(found) >= MOST_SESSIONS:
            break
    return found


def _shared(pattern: Pattern, modules: Sequence[Taught], count: int) -> list[Sitting]:
    """Give each module whole slots: its share of the count, by its minutes."""
    slots = _slots(pattern)
    found: list[Sitting] = []
    for module, share in zip(modules, shares_of([module.minutes for module in modules], count), strict=True):
        waiting = [module]
        for day, starts, ends in islice(slots, share):
            found += [_next(waiting, day, starts, ends)] if waiting else []
    return found


def shares_of(minutes: Sequence[int], count: int) -> list[int]:
    """Share a number of sessions out by minutes: one at least while there are enough, the largest remainders first."""
    if count <= len(minutes):
        return [1 if place < count else 0 for place in range(len(minutes))]
    spare, total = count - len(minutes), sum(minutes)
    shares = [1 + spare * each // total for each in minutes]
    by_remainder = sorted(range(len(minutes)), key=lambda place: (-(spare * minutes[place] % total), place))
    for place in by_remainder[: count - sum(shares)]:
        shares[place] += 1
    return shares


def findings(modules: Sequence[Taught], sessions: Iterable[Sitting]) -> list[Finding]:
    """Return what does not come out: of each module the minutes planned and those in the sessions."""
    scheduled = dict.fromkeys((module.code for module in modules), 0)
    for sitting in sessions:
        scheduled[sitting.module] = scheduled.get(sitting.module, 0) + sitting.minutes
    if modules and not any(scheduled.values()):
        return [Finding("no_days")]
    return [
        Finding("short" if scheduled[module.code] < module.minutes else "long", *_amounts(module, scheduled))
        for module in modules
        if scheduled[module.code] != module.minutes
    ]


def shift_to(earliest: date, first_day: date) -> timedelta:
    """Return by how many whole weeks a series moves so that it begins on or after a day: weekdays stay."""
    return timedelta(weeks=-((earliest - first_day).days // 7))


def _slots(pattern: Pattern) -> Iterator[tuple[date, time, time]]:
    day, times = pattern.first_day, sorted(pattern.times)
    while pattern.weekdays and day <= pattern.first_day + FARTHEST:
        if day.weekday() in pattern.weekdays and day not in pattern.days_off:
            yield from ((day, starts, ends) for starts, ends in times)
        day += timedelta(days=1)


def _next(waiting: list[Taught], day: date, starts: time, ends: time) -> Sitting:
    """Take what fits into the slot from the first module that waits, and take the module away when it is done."""
    first = waiting.pop(0)
    taken = min(first.minutes, _minutes(starts, ends))
    if taken < first.minutes:
        waiting.insert(0, Taught(first.code, first.minutes - taken))
    until = (datetime.combine(day, starts) + timedelta(minutes=taken)).time()
    return Sitting(first.code, day, starts, until)


def _minutes(starts: time, ends: time) -> int:
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


def _amounts(module: Taught, scheduled: dict[str, int]) -> tuple[str, int, int]:
    return module.code, module.minutes, scheduled[module.code]
