"""Reads an uploaded list: one row of headings in any order, and below it one row for each entry.

It never raises, and it holds bounded time and memory (see `limits`). Columns are found by their headings, whatever the
case; columns that nobody asked for are named and left out, further sheets are looked at and left out as well.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from pathlib import PurePath

from openpyxl.utils import get_column_letter

from .cells import Cell, CellKind, Grid, Row, folded
from .delimited import decoded, grid_of
from .faults import Fault, Params, RefusedFileError, refuse_by_size, shortened
from .xlsx import opened

logger = logging.getLogger(__name__)


class TableFault(StrEnum):
    """What can be wrong with a table beyond its file."""

    NO_TABLE = auto()
    SEVERAL_TABLES = auto()
    NO_ROWS = auto()
    MISSING_COLUMN = auto()
    REPEATED_COLUMN = auto()
    FORMULA_WITHOUT_VALUE = auto()
    CELL_IS_ERROR = auto()
    TEXT_TOO_LONG = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for, by any of its `headings`; the first of them is the one shown."""

    key: str
    headings: tuple[str, ...]
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `sheet` is empty for a CSV; `row` and `column` count from 1, none without a cell."""

    code: StrEnum
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    params: Params = field(default_factory=dict)

    @property
    def cell(self) -> str:
        """The place as a spreadsheet names it ("C12"), or an empty text."""
        return f"{get_column_letter(self.column)}{self.row}" if self.row and self.column else ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One entry: its filled cells by the key of their column, and the keys of those that cannot be read."""

    number: int
    cells: Mapping[str, Cell]
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: without rows there is at least one problem. `columns` counts from 1, `left_out` are headings."""

    rows: tuple[TableRow, ...] = ()
    problems: tuple[Finding, ...] = ()
    sheet: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a list may hold."""

    most_bytes: int = 2 * 1024 * 1024
    most_rows: int = 500
    longest_text: int = 500


def read_table(content: bytes, filename: str, columns: Sequence[Column], limits: Limits | None = None) -> Table:
    """Read the list in a .xlsx or .csv file, or all that is wrong with it."""
    limits = limits or Limits()
    suffix = PurePath(filename).suffix.lower()
    try:
        refuse_by_size(content, suffix, limits.most_bytes)
        return _Reader(columns, limits).read(content, suffix)
    except RefusedFileError as refused:
        return Table(problems=(Finding(refused.code, params=_short(refused.params)),))
    except Exception:  # whatever a parser trips over, the uploader is told, and the log says where
        logger.warning("a list could not be read", exc_info=True)
        return Table(problems=(Finding(Fault.UNREADABLE),))


class _Reader:
    """One reading: what is looked for, and what has been found so far."""

    def __init__(self, columns: Sequence[Column], limits: Limits) -> None:
        self.looked_for = columns
        self.limits = limits
        self.keys = {folded(heading): column.key for column in columns for heading in column.headings}
        self.needed = {column.key for column in columns if column.is_needed}
        self.sheet = ""
        self.problems: list[Finding] = []

    def read(self, content: bytes, suffix: str) -> Table:
        """Read by the kind of file that the name promises. Raises RefusedFileError, or what a parser raises."""
        if suffix == ".csv":
            text, _encoding = decoded(content)
            return self._read_grid(grid_of(text, self._is_heading)[0])
        with opened(content) as sheets:
            heads = sheets.heads()
            found = [number for number, head in enumerate(heads) if self._heading_of(head)]
            if not found:
                return self._without_table()
            for number in found[1:]:
                first = shortened(heads[found[0]].name)
                self.problems.append(Finding(TableFault.SEVERAL_TABLES, heads[number].name, params={"first": first}))
            return self._read_grid(sheets.whole(found[0]))

    def _read_grid(self, grid: Grid) -> Table:
        self.sheet = grid.name
        heading = self._heading_of(grid)
        if heading is None:
            return self._without_table()
        columns, left_out = self._columns(heading, grid.rows[heading])
        numbers = [n for n in sorted(grid.rows) if n > heading and any(c in grid.rows[n] for c in columns.values())]
        if len(numbers) > self.limits.most_rows:
            raise RefusedFileError(Fault.TOO_MANY_ROWS, limit=self.limits.most_rows)
        if not numbers:
            self._add(TableFault.NO_ROWS, heading, min(columns.values()))
        rows = [self._row(number, grid.rows[number], columns) for number in numbers]
        is_whole = self.needed <= columns.keys()
        return Table(tuple(rows) if is_whole else (), tuple(self.problems), self.sheet, columns, left_out)

    def _heading_of(self, grid: Grid) -> int | None:
        return next((number for number in sorted(grid.rows) if self._is_heading(grid.rows[number])), None)

    def _is_heading(self, row: Row) -> bool:
        """Two headings, or one that no list is without, make a row of headings."""
        found = {self.keys[folded(cell.text)] for cell in row.values() if folded(cell.text) in self.keys}
        return len(found) > 1 or bool(found & self.needed)

    def _columns(self, heading: int, row: Row) -> tuple[dict[str, int], tuple[str, ...]]:
        columns: dict[str, int] = {}
        left_out = []
        for number, cell in sorted(row.items()):
            key = self.keys.get(folded(cell.text))
            if key is None:
                left_out.append(shortened(cell.text))
            elif key in columns:
                first = f"{get_column_letter(columns[key])}{heading}"
                self._add(TableFault.REPEATED_COLUMN, heading, number, value=shortened(cell.text), first=first)
            else:
                columns[key] = number
        for column in self.looked_for:
            if column.is_needed and column.key not in columns:
                self.problems.append(self._missing(TableFault.MISSING_COLUMN, column))
        return columns, tuple(left_out)

    def _row(self, number: int, row: Row, columns: Mapping[str, int]) -> TableRow:
        cells = {key: row[column] for key, column in columns.items() if column in row}
        unreadable = {key for key, cell in cells.items() if not self._is_readable(number, columns[key], cell)}
        return TableRow(number, cells, frozenset(unreadable))

    def _is_readable(self, row: int, column: int, cell: Cell) -> bool:
        if cell.kind == CellKind.FORMULA:
            self._add(TableFault.FORMULA_WITHOUT_VALUE, row, column)
        elif cell.kind == CellKind.ERROR:
            self._add(TableFault.CELL_IS_ERROR, row, column, value=shortened(cell.text))
        elif len(cell.text) > self.limits.longest_text:
            self._add(TableFault.TEXT_TOO_LONG, row, column, limit=self.limits.longest_text)
        else:
            return True
        return False

    def _add(self, code: TableFault, row: int, column: int, **params: str | int) -> None:
        self.problems.append(Finding(code, self.sheet, row, column, params))

    def _without_table(self) -> Table:
        first = next((column for column in self.looked_for if column.is_needed), self.looked_for[0])
        return Table(problems=(self._missing(TableFault.NO_TABLE, first),))

    def _missing(self, code: TableFault, column: Column) -> Finding:
        return Finding(code, self.sheet, params={"heading": column.headings[0]})


def _short(params: Params) -> Params:
    return {key: shortened(value) if isinstance(value, str) else value for key, value in params.items()}
