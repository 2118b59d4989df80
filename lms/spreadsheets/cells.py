"""One cell of a table, whatever file it comes from, and the numbers and days that people write into it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

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


class CellKind(StrEnum):
    """What a cell holds; a cell of blanks counts as no cell at all."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell: its kind, its text without outer blanks, and the number or day that it holds, if any.

    A date cell without a day is a time or a duration. A formula cell is one without a calculated value.
    """

    kind: CellKind
    text: str
    number: Decimal | None = None
    day: date | None = None


Row = dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled cells of one sheet by row and column, both from 1; a CSV is a grid without a name."""

    name: str
    rows: dict[int, Row]


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


def day_numbers(text: str) -> tuple[int, int, int] | None:
    """Give year, month and day as written, possible or not; none for what is no date at all.

    Year or day first, or the month in words; day and month are never swapped to make a date possible.
    """
    text = text.casefold()
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _IN_WORDS.fullmatch(text)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1])
    return None


def folded(text: str) -> str:
    """Make codes, names and labels comparable: no case, no outer or double blanks, no closing colon."""
    return " ".join(text.casefold().split()).removesuffix(":").rstrip()
