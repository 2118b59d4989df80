"""Reads the table of a benchmark: which columns are clusters, which rows indicators, and every score."""

from collections.abc import Mapping
from decimal import Decimal

from lms.spreadsheets.cells import CellKind, Grid, folded

from .workbook_cells import score_of
from .workbook_layout import Table, first_number, letter
from .workbook_problems import Code, ProblemList, Refusal
from .workbook_values import FrameworkSpec


class TableReader:
    """Understands one table; problems are noted on the way, columns first, then row by row.

    `clusters` maps the folded codes of the known clusters to the codes. Without a framework every named row
    counts as an indicator and every number as a score, so that the other problems still show.
    """

    def __init__(
        self,
        grid: Grid,
        table: Table,
        framework: FrameworkSpec | None,
        clusters: Mapping[str, str],
        problems: ProblemList,
    ) -> None:
        self.grid = grid
        self.table = table
        self.framework = framework
        self.problems = problems
        self.known_clusters = clusters
        self.known_indicators = {folded(code): code for code in framework.indicators} if framework else None
        self.columns: dict[str, int] = {}
        self.rows: dict[str, int] = {}
        self.ignored_columns: list[tuple[str, str]] = []
        self.ignored_rows: list[int] = []
        self.scores: dict[str, dict[str, Decimal | None]] = {}

    def read(self) -> None:
        """Read all columns, rows and scores into the attributes."""
        used = (self.table.header_row, *self.table.rows)
        for column in sorted({column for row in used for column in self.grid.rows[row]}):
            if column != self.table.indicator_column:
                self._read_column(column)
        if not self.columns:
            self.problems.add(Code.NO_CLUSTERS, self.table.header_row, self.table.indicator_column)
        self.scores = {cluster: {} for cluster in self.columns}
        for row in self.table.rows:
            self._read_row(row)
        self._check_complete()

    def _read_column(self, column: int) -> None:
        header_row = self.table.header_row
        heading = self.grid.rows[header_row].get(column)
        text = heading.text if heading else ""
        cluster = self.known_clusters.get(folded(text))
        number = first_number(self.grid, self.table, column)
        if cluster in self.columns:
            first = f"{letter(self.columns[cluster])}{header_row}"
            self.problems.add(Code.REPEATED_CLUSTER, header_row, column, value=text, first=first)
        elif cluster is not None:
            self.columns[cluster] = column
        elif heading and number:
            self.problems.add(Code.UNKNOWN_CLUSTER, header_row, column, value=text)
        elif number:
            self.problems.add(Code.COLUMN_WITHOUT_HEADER, number.row, column)
        else:
            self.ignored_columns.append((letter(column), text))

    def _read_row(self, row: int) -> None:
        column = self.table.indicator_column
        cell = self.grid.rows[row].get(column)
        indicator = self._indicator(cell.text if cell else "")
        scored = any(place in self.grid.rows[row] for place in self.columns.values())
        if indicator and cell and cell.kind != CellKind.FORMULA:
            self._read_indicator(row, indicator)
        elif not scored:
            self.ignored_rows.append(row)
        elif cell is None:
            self.problems.add(Code.ROW_WITHOUT_INDICATOR, row, column)
        elif cell.kind == CellKind.FORMULA:
            self.problems.add(Code.FORMULA_WITHOUT_VALUE, row, column)
        else:
            self.problems.add(Code.UNKNOWN_INDICATOR, row, column, value=cell.text)

    def _indicator(self, text: str) -> str | None:
        if self.known_indicators is None:
            return text or None
        return self.known_indicators.get(folded(text))

    def _read_indicator(self, row: int, indicator: str) -> None:
        if indicator in self.rows:
            column = self.table.indicator_column
            first = f"{letter(column)}{self.rows[indicator]}"
            self.problems.add(Code.REPEATED_INDICATOR, row, column, value=indicator, first=first)
        self.rows.setdefault(indicator, row)
        levels = self.framework.indicators[indicator].levels if self.framework else None
        for cluster, column in self.columns.items():
            score = score_of(self.grid.rows[row].get(column), levels)
            if isinstance(score, Refusal):
                place = {"indicator": indicator, "cluster": cluster}
                self.problems.add(score.code, row, column, **place, **score.params)
            else:
                self.scores[cluster][indicator] = score

    def _check_complete(self) -> None:
        if not self.rows:
            self.problems.add(Code.NO_ROWS, self.table.header_row, self.table.indicator_column)
        elif self.framework:
            for code in self.framework.indicators:
                if code not in self.rows:
                    self.problems.add(Code.MISSING_INDICATOR, indicator=code)
