"""Finds the table and the header of a benchmark in a grid, wherever rows and columns have been moved."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from lms.spreadsheets.cells import Cell, Grid, Row, folded, number_of

from .workbook_labels import HEADER_LABELS, INDICATOR_LABELS, Header
from .workbook_problems import Code, ProblemList


@dataclass(frozen=True, slots=True)
class Place:
    """A cell and where it stands."""

    row: int
    column: int
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Table:
    """The row of the headings, the column of the indicators, and the rows below that belong to the table."""

    header_row: int
    indicator_column: int
    rows: tuple[int, ...]


def find_heading(grid: Grid) -> tuple[int, int] | None:
    """Give row and column of the first cell that heads the column of indicators, or none."""
    for number in sorted(grid.rows):
        for column, cell in sorted(grid.rows[number].items()):
            if folded(cell.text) in INDICATOR_LABELS:
                return number, column
    return None


def choose_sheet(heads: Sequence[Grid], clusters: Collection[str], problems: ProblemList) -> int | None:
    """Give the index of the one sheet that holds a benchmark; the others are ignored.

    A benchmark sheet has a heading of indicators and, beside it, a cluster of ours or, above it, a
    framework's name: a sheet that merely explains the indicators has neither. One file is one assessment
    round: a second benchmark sheet, hidden or not, is a problem, since nobody could say which one is meant.
    """
    with_table = [index for index, grid in enumerate(heads) if find_heading(grid)]
    benchmarks = [index for index in with_table if _is_benchmark(heads[index], clusters)]
    for index in benchmarks[1:]:
        problems.sheet = heads[index].name
        problems.add(Code.SEVERAL_BENCHMARK_SHEETS, first=heads[benchmarks[0]].name)
    chosen = (benchmarks or with_table)[:1]
    if not chosen:
        problems.add(Code.NO_BENCHMARK_SHEET)
        return None
    problems.sheet = heads[chosen[0]].name
    return chosen[0]


def find_table(grid: Grid, heading: tuple[int, int], indicators: Collection[str]) -> Table:
    """Give the table below a heading; `indicators` are the folded codes that are known."""
    header_row, column = heading
    below = (number for number in sorted(grid.rows) if number > header_row)
    rows = tuple(n for n in below if not _is_header_row(grid.rows[n], column, indicators))
    return Table(header_row, column, rows)


def find_header(grid: Grid, table: Table, problems: ProblemList) -> dict[Header, Place]:
    """Give the value of each label outside the table: the nearest filled cell to its right, else to its left.

    The place of a label without a value is given with no cell. A label that stands twice is a problem.
    """
    found: dict[Header, Place] = {}
    for place, header in _labels(grid, table):
        if header in found:
            label = place.cell.text if place.cell else ""
            problems.add(Code.REPEATED_HEADER, place.row, place.column, label=label)
        else:
            found[header] = _value_beside(grid.rows[place.row], place)
    return found


def first_number(grid: Grid, table: Table, column: int) -> Place | None:
    """Give the first number of a column within the rows that name an indicator, or none."""
    for number in table.rows:
        row = grid.rows[number]
        if table.indicator_column in row and column in row and number_of(row[column]) is not None:
            return Place(number, column, row[column])
    return None


def letter(column: int) -> str:
    """Name a column as a spreadsheet does."""
    return get_column_letter(column)


def _is_benchmark(grid: Grid, clusters: Collection[str]) -> bool:
    heading = find_heading(grid)
    headings = grid.rows[heading[0]].values() if heading else ()
    names_cluster = any(folded(cell.text) in clusters for cell in headings)
    return names_cluster or any(
        HEADER_LABELS.get(folded(cell.text)) == Header.FRAMEWORK for row in grid.rows.values() for cell in row.values()
    )


def _is_header_row(row: Row, indicator_column: int, indicators: Collection[str]) -> bool:
    """Below the headings, a label and its value alone in a row belong to the header, not to the table."""
    if len(row) > 2 or (indicator_column in row and folded(row[indicator_column].text) in indicators):
        return False
    return any(folded(cell.text) in HEADER_LABELS for cell in row.values())


def _labels(grid: Grid, table: Table) -> Iterator[tuple[Place, Header]]:
    for number in sorted(grid.rows.keys() - {table.header_row, *table.rows}):
        for column, cell in sorted(grid.rows[number].items()):
            if header := HEADER_LABELS.get(folded(cell.text)):
                yield Place(number, column, cell), header


def _value_beside(row: Row, label: Place) -> Place:
    values = [column for column, cell in row.items() if folded(cell.text) not in HEADER_LABELS]
    right = [column for column in values if column > label.column]
    left = [column for column in values if column < label.column]
    if not values:
        return Place(label.row, label.column, None)
    column = min(right) if right else max(left)
    return Place(label.row, column, row[column])
