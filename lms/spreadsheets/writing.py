"""Writes tables that a spreadsheet opens without questions: nothing in them runs, numbers and days are such.

A value is a text, a number, a day, a time, a truth value or nothing; texts come from people and are never formulas.
"""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.template.defaultfilters import yesno
from django.utils import timezone, translation
from django.utils.formats import get_format
from django.utils.formats import number_format as written_number
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Value = str | int | float | Decimal | date | datetime | bool | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = tuple("=+-@\t\r\n|%＝＋－＠")
LONGEST_TEXT = 32_000  # a cell of Excel holds 32,767 characters
WIDEST, NARROWEST = 60, 10  # characters
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_LONGEST_TITLE = 31


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; the first of its rows holds the headings."""

    title: str
    rows: Sequence[Sequence[Value]]


def write_csv(rows: Iterable[Sequence[Value]], language: str) -> bytes:
    """Write a CSV as the spreadsheets of that language expect it: UTF-8 with its mark, all fields in quotes.

    A semicolon stands between the fields where the comma is the decimal mark.
    """
    text = StringIO(newline="")
    with translation.override(language):
        delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
        writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([_as_text(value) for value in row] for row in rows)
    return BOM_UTF8 + text.getvalue().encode()


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook: headings in bold that stay in view, columns as wide as what they hold."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book, sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


def as_typed(text: str) -> str:
    """Take the apostrophe of `harmless` away again, from a file of ours that comes back."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _as_text(value: Value) -> str:
    """Write a value as the active language does; days as every spreadsheet understands them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(yesno(value))
    if isinstance(value, int | float | Decimal):
        return str(written_number(value, use_l10n=True, force_grouping=False))
    if isinstance(value, datetime):
        return f"{_on_the_wall(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return harmless(_writable(value))


def _write_sheet(book: Workbook, sheet: Sheet) -> None:
    page: Any = book.create_sheet(_NOT_IN_A_TITLE.sub(" ", sheet.title)[:_LONGEST_TITLE].strip() or "1")
    page.freeze_panes = "A2"
    for number, width in enumerate(_widths(sheet.rows), 1):
        page.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(sheet.rows):
        page.append([_cell(page, value, is_heading=number == 0) for value in row])


def _cell(page: Any, value: Value, *, is_heading: bool) -> Any:
    cell = WriteOnlyCell(page)
    if isinstance(value, str):
        cell.value = _writable(value)[:LONGEST_TEXT]
        cell.data_type = "s"  # or the library would make a formula of "=1+1"
        cell.quotePrefix = harmless(value) != value  # or the spreadsheet would, once somebody types in the cell
    elif isinstance(value, datetime):
        cell.value, cell.number_format = _on_the_wall(value).replace(tzinfo=None), MOMENT
    elif isinstance(value, date):
        cell.value, cell.number_format = value, DAY
    else:
        cell.value = value
    if is_heading:
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    return cell


def _writable(text: str) -> str:
    """Leave out what no table can hold: control characters and halves of characters."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text)).encode("utf-8", "ignore").decode()


def _on_the_wall(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _widths(rows: Sequence[Sequence[Value]]) -> list[int]:
    columns = max((len(row) for row in rows), default=0)
    longest = [0] * columns
    for row in rows:
        for column, value in enumerate(row):
            longest[column] = max(longest[column], min(len(_as_text(value)) + 2, WIDEST))
    return [max(width, NARROWEST) for width in longest]
