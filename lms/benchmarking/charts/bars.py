"""Horizontal bars of indicators: widths in per cent, heights in pixels, so that words keep their size on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .coordinates import coordinate, lines_of, percentage

LABEL_WIDTH = 36
LINE_HEIGHT, BAR_HEIGHT, EARLIER_HEIGHT, MARK_HEIGHT, SPACE = 18, 14, 6, 9, 20

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
    """One row: lines of the label with their heights, then bar, thin bar of the earlier round, and marks."""

    values: BarValues
    lines: tuple[tuple[str, str], ...]
    first_line_y: str
    y: str
    earlier_y: str
    mark_y: str
    mark_height: str
    score: str | None
    earlier: str | None
    reference: str | None
    minimum: str | None
    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """All rows and the height that they take."""

    height: str
    bar_height: int
    earlier_height: int
    rows: tuple[Bar, ...]


def bars(values: Sequence[BarValues], levels: Sequence[Level] = ()) -> Bars:
    """Lay the rows out one under the other; `levels` of the scale get a tick where they lie within a row's scale."""
    rows = []
    top = 0
    for row in values:
        bar, top = _bar(row, top, levels)
        rows.append(bar)
    return Bars(coordinate(top), BAR_HEIGHT, EARLIER_HEIGHT, tuple(rows))


def _bar(row: BarValues, top: int, levels: Sequence[Level]) -> tuple[Bar, int]:
    """Return the row and where the next one begins."""
    lines = lines_of(row.label, LABEL_WIDTH)
    y = top + LINE_HEIGHT * len(lines) + MARK_HEIGHT
    earlier_y = y + BAR_HEIGHT + 2
    bar = Bar(
        values=row,
        lines=tuple((coordinate(_baseline(top, number)), line) for number, line in enumerate(lines)),
        first_line_y=coordinate(_baseline(top, 0)),
        y=coordinate(y),
        earlier_y=coordinate(earlier_y),
        mark_y=coordinate(y - 3),
        mark_height=coordinate(BAR_HEIGHT + EARLIER_HEIGHT + 8),
        score=_place(row.score, row),
        earlier=_place(row.earlier, row),
        reference=_place(row.reference, row),
        minimum=_place(row.minimum, row),
        ticks=tuple(_within(level, row) for level in levels if row.low < level < row.high),
    )
    return bar, earlier_y + EARLIER_HEIGHT + SPACE


def _baseline(top: int, line: int) -> int:
    return top + LINE_HEIGHT * line + 14


def _place(level: Level | None, row: BarValues) -> str | None:
    return None if level is None else _within(level, row)


def _within(level: Level, row: BarValues) -> str:
    low = Fraction(row.low)
    return percentage(Fraction(level) - low, Fraction(row.high) - low)
