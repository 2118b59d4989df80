"""Reads an uploaded benchmark file: a workbook understood to the last cell, or everything that is wrong.

The one door to the reading: what callers need stands here. It never raises, and it holds bounded time and
memory (see `lms.spreadsheets.limits`). What is understood: rows and columns in any order, further sheets, columns
and footnotes without numbers, decimal commas, outer blanks, "n.a." and "n.v." for "not assessed", English
or Italian labels; in CSV `;`, `,` or tab, UTF-8, UTF-16 with BOM or Windows-1252. One file holds one round
on one sheet.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import PurePath

from lms.spreadsheets.cells import Grid, Row, folded
from lms.spreadsheets.delimited import decoded, grid_of
from lms.spreadsheets.faults import RefusedFileError, refuse_by_size
from lms.spreadsheets.xlsx import opened

from .workbook_header import Facts, read_header
from .workbook_labels import INDICATOR_LABELS
from .workbook_layout import Table, choose_sheet, find_header, find_heading, find_table, letter
from .workbook_problems import Code, Problem, ProblemList
from .workbook_table import TableReader
from .workbook_values import (
    CsvOptions,
    FrameworkSpec,
    IndicatorSpec,
    ParsedWorkbook,
    Reading,
    Recognised,
)

__all__ = [
    "MAX_BYTES",
    "Code",
    "CsvOptions",
    "FrameworkSpec",
    "IndicatorSpec",
    "ParsedWorkbook",
    "Problem",
    "Reading",
    "Recognised",
    "read_workbook",
]

MAX_BYTES = 10 * 1024 * 1024
NO_OPTIONS = CsvOptions()

logger = logging.getLogger(__name__)


def read_workbook(
    content: bytes,
    filename: str,
    *,
    frameworks: Sequence[FrameworkSpec],
    clusters: Collection[str],
    today: date,
    options: CsvOptions = NO_OPTIONS,
) -> Reading:
    """Read a .xlsx or .csv file; `clusters` are the codes of the known clusters, unique whatever their case.

    A score is always one of the indicator's own `levels`. `options` count for CSV only.
    """
    reader = _Reader(frameworks, {folded(code): code for code in clusters}, today)
    try:
        reader.read(content, PurePath(filename).suffix.lower(), options)
    except RefusedFileError as refused:
        reader.problems.add(Code(refused.code), **refused.params)
    except Exception:  # whatever a parser trips over, the uploader is told, and the log says where
        logger.warning("a benchmark file could not be read", exc_info=True)
        reader.problems.add(Code.UNREADABLE)
    problems = reader.problems.done()
    return Reading(None if problems else reader.workbook, problems)


class _Reader:
    """One reading: what is known, and what has been found so far."""

    def __init__(self, frameworks: Sequence[FrameworkSpec], clusters: dict[str, str], today: date) -> None:
        self.frameworks = frameworks
        self.clusters = clusters
        self.today = today
        self.problems = ProblemList()
        self.workbook: ParsedWorkbook | None = None

    def read(self, content: bytes, suffix: str, options: CsvOptions) -> None:
        """Read by the kind of file that the name promises. Raises RefusedFileError, or what a parser raises."""
        refuse_by_size(content, suffix, MAX_BYTES)
        if suffix == ".xlsx":
            self._read_xlsx(content)
        else:
            self._read_csv(content, options)

    def _read_xlsx(self, content: bytes) -> None:
        with opened(content) as sheets:
            heads = sheets.heads()
            chosen = choose_sheet(heads, self.clusters, self.problems)
            if chosen is None:
                return
            grid = sheets.whole(chosen)
        ignored = tuple(head.name for index, head in enumerate(heads) if index != chosen)
        self._read_grid(grid, NO_OPTIONS, ignored_sheets=ignored)

    def _read_csv(self, content: bytes, options: CsvOptions) -> None:
        text, encoding = decoded(content)
        grid, separator = grid_of(text, _has_heading)
        self._read_grid(grid, options, separator=separator, encoding=encoding)

    def _read_grid(
        self,
        grid: Grid,
        options: CsvOptions,
        *,
        ignored_sheets: tuple[str, ...] = (),
        separator: str = "",
        encoding: str = "",
    ) -> None:
        heading = find_heading(grid)
        if heading is None:
            self.problems.add(Code.NO_BENCHMARK_SHEET)
            return
        known = {folded(code) for spec in self.frameworks for code in spec.indicators}
        table = find_table(grid, heading, known)
        header = find_header(grid, table, self.problems)
        facts = read_header(header, options, self.frameworks, self.today, self.problems)
        reader = TableReader(grid, table, facts.framework, self.clusters, self.problems)
        reader.read()
        recognised = _recognised(table, reader, ignored_sheets, separator, encoding)
        self.workbook = _workbook(facts, grid.name, reader, recognised)


def _has_heading(row: Row) -> bool:
    return any(folded(cell.text) in INDICATOR_LABELS for cell in row.values())


def _recognised(
    table: Table, reader: TableReader, ignored_sheets: tuple[str, ...], separator: str, encoding: str
) -> Recognised:
    return Recognised(
        header_row=table.header_row,
        indicator_column=letter(table.indicator_column),
        cluster_columns={cluster: letter(column) for cluster, column in reader.columns.items()},
        indicator_rows=reader.rows,
        ignored_columns=tuple(reader.ignored_columns),
        ignored_rows=tuple(reader.ignored_rows),
        ignored_sheets=ignored_sheets,
        separator=separator,
        encoding=encoding,
    )


def _workbook(facts: Facts, sheet: str, reader: TableReader, recognised: Recognised) -> ParsedWorkbook | None:
    if not (facts.framework and facts.kind and facts.assessed_on):
        return None
    return ParsedWorkbook(
        framework=facts.framework.code,
        version=facts.framework.version,
        kind=facts.kind,
        assessed_on=facts.assessed_on,
        sheet=sheet,
        scores=reader.scores,
        recognised=recognised,
    )
