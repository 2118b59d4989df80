"""The labels of a cluster over time, laid out: what the drawing shows stands in words beside it too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .label_dates import Held

MOST_YEARS_BEFORE, MOST_YEARS_AFTER = 30, 10  # a slip of the pen in a year must not squeeze all the rest
MOST_TICKS = 7
WHOLE, NEAR_THE_END = 100.0, 94.0  # per cent
LAST_TICK = 88.0  # per cent; a year further right would run out of the drawing


class BarKind(StrEnum):
    """What a stretch of time is for a label."""

    HELD = "held"
    GRACE = "grace"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Span:
    """One label as it is drawn: its awards, and for the latest of them when it may be renewed."""

    level: str
    level_name: str
    awards: tuple[Held, ...]
    last: Held | None = None
    renewable_from: date | None = None
    grace_until: date | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: `x` and `width` as SVG reads them."""

    kind: BarKind
    start: date
    end: date
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Row:
    """One label with its stretches, in the order in which they are drawn."""

    level: str
    level_name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a year."""

    year: int
    x: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows from top to bottom over whole years."""

    start: date
    end: date
    today_x: str
    today_anchor: str
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]


def timeline_of(spans: Sequence[Span], today: date) -> Timeline | None:
    """Lay out the awards of each label; none where there is no award, since there is nothing to draw."""
    if not any(span.awards for span in spans):
        return None
    scale = _scale(spans, today)
    return Timeline(
        start=scale.start,
        end=scale.end,
        today_x=scale.at(today),
        today_anchor=scale.anchor(today),
        ticks=scale.ticks(),
        rows=tuple(Row(span.level, span.level_name, tuple(_bars(span, scale))) for span in spans),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    end: date

    def at(self, day: date) -> str:
        return f"{self._percent(day):.2f}%"

    def anchor(self, day: date) -> str:
        """Say which part of a word stands below a day, so that it does not run out of the drawing."""
        percent = self._percent(day)
        return "end" if percent > NEAR_THE_END else "start" if percent < WHOLE - NEAR_THE_END else "middle"

    def bar(self, kind: BarKind, start: date, end: date) -> Bar:
        first, last = (min(max(day, self.start), self.end) for day in (start, end))
        return Bar(kind, start, end, self.at(first), f"{max(self._percent(last) - self._percent(first), 0.4):.2f}%")

    def ticks(self) -> tuple[Tick, ...]:
        years = range(self.start.year, self.end.year + 1)
        step = -(-len(years) // MOST_TICKS)
        # Counted from the end, so that today's years are named however long ago the first award was.
        days = [date(year, 1, 1) for year in years[::-step]][::-1]
        return tuple(Tick(day.year, self.at(day)) for day in days if self._percent(day) <= LAST_TICK)

    def _percent(self, day: date) -> float:
        return 100 * (day - self.start).days / max((self.end - self.start).days, 1)


def _scale(spans: Iterable[Span], today: date) -> _Scale:
    """Span whole years, from the first award to a year from now, or to what may still come of the last one."""
    listed = list(spans)
    starts = [held.valid_from.year for span in listed for held in span.awards]
    ends = [span.grace_until for span in listed] + [held.valid_until for span in listed for held in span.awards]
    first = max(min([today.year, *starts]), today.year - MOST_YEARS_BEFORE)
    last = min(max([today.year + 1, *(end.year for end in ends if end)]), today.year + MOST_YEARS_AFTER)
    return _Scale(date(first, 1, 1), date(last, 12, 31))


def _bars(span: Span, scale: _Scale) -> Iterable[Bar]:
    ends = span.last.valid_until if span.last else None
    if ends is not None and span.grace_until is not None:
        yield scale.bar(BarKind.GRACE, ends, span.grace_until)
    for held in span.awards:
        yield scale.bar(BarKind.HELD, held.valid_from, held.valid_until or scale.end)
    if span.renewable_from is not None and span.grace_until is not None:
        yield scale.bar(BarKind.WINDOW, span.renewable_from, span.grace_until)
