"""From the bytes of an .xlsx to grids of filled cells, with bounded work whatever size the file claims."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.functions import iterparse

from .cells import Cell, CellKind, Grid, Row, excel_cell
from .faults import Fault, RefusedFileError
from .limits import TimedBytes, check_container

MAX_ROWS = 5_000
MAX_COLUMNS = 5_000
HEAD_ROWS = 200
LAST_EXCEL_ROW = 1_048_576
MAX_PLACES = 5_000_000


class Sheets:
    """The worksheets of one open workbook, in order, hidden ones included: they were uploaded too."""

    def __init__(self, book: Workbook) -> None:
        self._sheets: list[Any] = list(book.worksheets)

    def heads(self) -> list[Grid]:
        """Give the first rows of every sheet, enough to see what it holds."""
        return [Grid(sheet.title, dict(_filled_rows(sheet, HEAD_ROWS))) for sheet in self._sheets]

    def whole(self, index: int) -> Grid:
        """Give one sheet with all its cells. Raises RefusedFileError where it is too large."""
        sheet = self._sheets[index]
        rows: dict[int, Row] = {}
        for number, row in _filled_rows(sheet):
            if len(rows) >= MAX_ROWS:
                raise RefusedFileError(Fault.TOO_MANY_ROWS, limit=MAX_ROWS)
            if max(row) > MAX_COLUMNS:
                raise RefusedFileError(Fault.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
            rows[number] = row
        for row_number, column in _formulas_without_value(sheet):
            rows.setdefault(row_number, {}).setdefault(column, Cell(CellKind.FORMULA, "="))
        return Grid(sheet.title, rows)


@contextmanager
def opened(content: bytes) -> Iterator[Sheets]:
    """Check the container and open the workbook. Raises RefusedFileError, or whatever the library raises."""
    check_container(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of styles and extensions that do not matter here
        book = load_workbook(TimedBytes(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield Sheets(book)
        finally:
            book.close()


def _filled_rows(sheet: Any, last: int | None = None) -> Iterator[tuple[int, Row]]:
    """Walk through the rows that hold a value, up to a last one; the size that a sheet claims is ignored.

    Empty formatted rows down to the last row of Excel are passed over; they and the places between far
    columns are counted, so that no gap makes the walk endless.
    """
    sheet.reset_dimensions()
    places = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=last), 1):
        places += len(cells)
        if number > LAST_EXCEL_ROW or places > MAX_PLACES:
            raise RefusedFileError(Fault.TOO_COMPLEX)
        row = {column: cell for column, place in enumerate(cells, 1) if (cell := _cell(place)) is not None}
        if row:
            yield number, row


def _cell(place: Any) -> Cell | None:
    return excel_cell(place.value, place.data_type)


def _formulas_without_value(sheet: Any) -> Iterator[tuple[int, int]]:
    """Find the formulas that were never calculated: read as values they look like empty cells.

    The library offers no read-only way to see formula and value together, hence this second look at the
    sheet's part.
    """
    with sheet.parent._archive.open(vars(sheet)["_worksheet_path"]) as part:
        for _event, element in iterparse(part):
            if element.tag.endswith("}c") and element.get("r"):
                inner = {child.tag.rpartition("}")[2]: child.text for child in element}
                if "f" in inner and not inner.get("v"):
                    yield coordinate_to_tuple(element.get("r"))
                element.clear()
