"""How one cell is understood: numbers, "not assessed", days. Values in, a value or a refusal out."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from .workbook_problems import Code, Refusal
from .workbook_values import Cell, CellKind

NOT_ASSESSED = {"na", "nv"}
EARLIEST_YEAR = 1900
LISTED_LEVELS = 12

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,12})?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[t ][0-9:.]{4,15})?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_IN_WORDS = re.compile(r"([0-9]{1,2})[.°º]? ([a-z]{3,10})\.? ([0-9]{4})")
_ENGLISH = "january february march april may june july august september october november december"
_ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
_MONTHS = {
    word: number
    for names in (_ENGLISH, _ITALIAN)
    for number, name in enumerate(names.split(), 1)
    for word in (name, name[:3])
}


def text_cell(text: str) -> Cell | None:
    """Make a cell of a text; blanks alone are no cell, inner blanks and line breaks are one blank."""
    clean = " ".join(text.split())
    return Cell(CellKind.TEXT, clean) if clean else None


def number_cell(value: int | float) -> Cell:
    """Make a cell of a number as a spreadsheet shows it: 15 digits, so that 2.9999999999999996 is 3."""
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    return Cell(CellKind.NUMBER, str(number), number)


def excel_cell(value: object, data_type: str) -> Cell | None:
    """Make a cell of what the spreadsheet library read; `data_type` "e" is an error such as #DIV/0!."""
    if value is None:
        return None
    if data_type == "e":
        return Cell(CellKind.ERROR, str(value))
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, str(value).upper())
    if isinstance(value, int | float):
        return number_cell(value)
    if value in (time(0), timedelta(0)):  # the number 0 in a cell with the format of a date
        return Cell(CellKind.DATE, "0")
    if isinstance(value, date | time | timedelta):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(CellKind.DATE, str(day), day=day if isinstance(day, date) else None)
    return text_cell(str(value))


def number_of(cell: Cell) -> Decimal | None:
    """Give the number that a cell holds, also as text with a decimal comma; none if it is something else."""
    if cell.kind == CellKind.TEXT and _NUMBER.fullmatch(cell.text):
        return Decimal(cell.text.replace(",", "."))
    return cell.number


def folded(text: str) -> str:
    """Make codes, names and labels comparable: no case, no outer or double blanks, no closing colon."""
    return " ".join(text.casefold().split()).removesuffix(":").rstrip()


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
    numbers = _day_numbers(cell.text.casefold()) if cell.kind == CellKind.TEXT else None
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


def _day_numbers(text: str) -> tuple[int, int, int] | None:
    """Give year, month and day as written, possible or not; month 0 is a word that is no month."""
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _IN_WORDS.fullmatch(text)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1])
    return None
