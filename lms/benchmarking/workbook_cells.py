"""How one cell is understood: numbers, "not assessed", days. Values in, a value or a refusal out."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lms.spreadsheets.cells import Cell, CellKind, day_numbers, number_of

from .workbook_problems import Code, Refusal

NOT_ASSESSED = {"na", "nv"}
EARLIEST_YEAR = 1900
LISTED_LEVELS = 12


def score_of(cell: Cell | None, levels: Sequence[Decimal] | None) -> Decimal | Refusal | None:
    """Read one score: the level, none for "n.a." or "n.v.", or why it is refused.

    Without `levels` (the framework is unknown) every finite number passes, so that the other problems still
    show.
    """
    if cell is None:
        return Refusal(Code.EMPTY_SCORE)
    kinds = {
        CellKind.FORMULA: Code.FORMULA_WITHOUT_VALUE,
        CellKind.BOOLEAN: Code.SCORE_IS_BOOLEAN,
        CellKind.DATE: Code.SCORE_IS_DATE,
        CellKind.ERROR: Code.SCORE_IS_ERROR,
    }
    if cell.kind in kinds:
        return Refusal(kinds[cell.kind], {"value": cell.text})
    if re.sub(r"[\s./]", "", cell.text.casefold()) in NOT_ASSESSED:
        return None
    number = number_of(cell)
    if number is None:
        return Refusal(Code.SCORE_NOT_A_NUMBER, {"value": cell.text})
    return _level(number, cell.text, levels)


def day_of(cell: Cell, today: date) -> date | Refusal:
    """Read the day of the assessment: a date cell, or text with year or day first or the month in words.

    Day and month are never swapped to make a date possible: 03/31/2016 is refused.
    """
    if cell.kind == CellKind.FORMULA:
        return Refusal(Code.FORMULA_WITHOUT_VALUE)
    if cell.day:
        return checked_day(cell.day, today)
    numbers = day_numbers(cell.text) if cell.kind == CellKind.TEXT else None
    if numbers is None:
        return Refusal(Code.UNKNOWN_DATE_FORMAT, {"value": cell.text})
    try:
        return checked_day(date(*numbers), today)
    except ValueError:
        return Refusal(Code.IMPOSSIBLE_DATE, {"value": cell.text})


def checked_day(day: date, today: date) -> date | Refusal:
    """Refuse a day after today, and one before there were benchmarks (a wrong century)."""
    if day > today:
        return Refusal(Code.FUTURE_DATE, {"value": day.isoformat()})
    if day.year < EARLIEST_YEAR:
        return Refusal(Code.IMPOSSIBLE_DATE, {"value": day.isoformat()})
    return day


def plain(number: Decimal) -> str:
    """Write a level without trailing zeros or exponent."""
    return f"{number.normalize():f}"


def _level(number: Decimal, text: str, levels: Sequence[Decimal] | None) -> Decimal | Refusal:
    if levels is None:
        return number if number.is_finite() else Refusal(Code.SCORE_NOT_A_NUMBER, {"value": text})
    for level in levels:
        if level == number:
            return level
    listed = [plain(level) for level in sorted(levels)]
    shown = "; ".join(listed) if len(listed) <= LISTED_LEVELS else f"{listed[0]} … {listed[-1]}"
    return Refusal(Code.SCORE_OUT_OF_SCALE, {"value": text, "levels": shown})
