"""From an uploaded list to rows that can be kept: texts by column, days as YYYY-MM-DD."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from lms.spreadsheets.cells import Cell, CellKind
from lms.spreadsheets.tables import Finding, Limits, Table, TableFault, TableRow, read_table
from lms.spreadsheets.writing import as_typed

from .list_columns import COLUMNS, END, PROBLEM, START
from .list_values import ListProblem, ListRow

LIMITS = Limits()
OF_THE_TABLE = (TableFault.SEVERAL_TABLES, TableFault.REPEATED_COLUMN)
LEFT_OUT = "left_out"
DAYS = (START, END)
DAY_ZERO = date(1899, 12, 30)  # on which Excel counts its days
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050  # 2000 to 2099


def read_list(content: bytes, filename: str) -> Table:
    """Read a .xlsx or .csv file of at most 500 people and 2 MB."""
    return read_table(content, filename, COLUMNS, LIMITS)


def stored_row(row: TableRow) -> dict[str, Any]:
    """Return a row as it is kept."""
    texts = {key: _text(key, cell) for key, cell in row.cells.items() if key not in row.unreadable}
    return {"row": row.number, "texts": texts, "unreadable": sorted(row.unreadable)}


def restored_row(kept: Mapping[str, Any]) -> ListRow:
    """Return the row that `stored_row()` made this of."""
    return ListRow(kept["row"], kept["texts"], frozenset(kept["unreadable"]))


def whole_table_faults(table: Table) -> list[Finding]:
    """Return what is wrong with the table as a whole: nobody could say which rows are meant."""
    return [problem for problem in table.problems if not table.rows or problem.code in OF_THE_TABLE]


def stored_findings(table: Table) -> list[dict[str, Any]]:
    """Return the problems of cells as they are kept, and the columns that were left out: a heading may be a slip."""
    keys = {number: key for key, number in table.columns.items()}
    cells = [
        {"row": found.row, "column": keys[found.column or 0], "code": str(found.code), "params": dict(found.params)}
        for found in table.problems
    ]
    left_out = [heading for heading in table.left_out if heading not in PROBLEM.values()]
    return [*cells, *({"row": None, "column": heading, "code": LEFT_OUT, "params": {}} for heading in left_out)]


def cell_problems(problems: Iterable[Mapping[str, Any]]) -> list[ListProblem]:
    """Return the kept problems of cells."""
    return [
        ListProblem(kept["row"], kept["column"], TableFault(kept["code"]), kept["params"])
        for kept in problems
        if kept["code"] != LEFT_OUT
    ]


def left_out_columns(problems: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the headings of the columns that nobody asked for."""
    return [kept["column"] for kept in problems if kept["code"] == LEFT_OUT]


def _text(key: str, cell: Cell) -> str:
    if cell.kind == CellKind.DATE and cell.day:
        return cell.day.isoformat()
    if key in DAYS and cell.number is not None and FIRST_SERIAL <= cell.number <= LAST_SERIAL:
        return (DAY_ZERO + timedelta(days=int(cell.number))).isoformat()
    return as_typed(cell.text)
