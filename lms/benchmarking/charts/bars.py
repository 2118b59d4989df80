"""Horizontal bars of indicators: widths in per cent and heights in pixels, so that they fit any column."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .coordinates import percentage

# Heights in pixels. A mark's head stands above its line and its foot below: the box leaves room for both.
MARK_Y, BAR_Y, BAR_HEIGHT, EARLIER_HEIGHT, BELOW = 6, 9, 14, 6, 6
EARLIER_Y = BAR_Y + BAR_HEIGHT + 2
MARK_HEIGHT = BAR_HEIGHT + EARLIER_HEIGHT + 8

Level = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class BarValues:
    """One indicator: its scale and what is drawn on it; none is not drawn."""

    label: str
    low: Level
    high: Level
    score: Level | None = None
    earlier: Level | None = None
    reference: Level | None = None
    minimum: Level | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: bar, thin bar of the earlier round, marks and ticks, as places along the row."""

    values: BarValues
    score: str | None
    earlier: str | None
    reference: str | None
    minimum: str | None
    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """All rows; each is drawn in a box of `height`, with everything at the same heights."""

    rows: tuple[Bar, ...]

    mark_y = MARK_Y
    bar_y = BAR_Y
    bar_height = BAR_HEIGHT
    earlier_y = EARLIER_Y
    earlier_height = EARLIER_HEIGHT
    mark_height = MARK_HEIGHT
    height = MARK_Y + MARK_HEIGHT + BELOW


def bars(values: Sequence[BarValues], levels: Sequence[Level] = ()) -> Bars:
    """Lay out one row for each indicator; `levels` of the scale get a tick where they lie within its scale."""
    return Bars(tuple(_bar(row, levels) for row in values))


def _bar(row: BarValues, levels: Sequence[Level]) -> Bar:
    return Bar(
        values=row,
        score=_place(row.score, row),
        earlier=_place(row.earlier, row),
        reference=_place(row.reference, row),
        minimum=_place(row.minimum, row),
        ticks=tuple(_within(level, row) for level in levels if row.low < level < row.high),
    )


def _place(level: Level | None, row: BarValues) -> str | None:
    return None if level is None else _within(level, row)


def _within(level: Level, row: BarValues) -> str:
    low = Fraction(row.low)
    return percentage(Fraction(level) - low, Fraction(row.high) - low)
