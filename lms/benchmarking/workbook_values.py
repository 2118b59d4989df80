"""What goes into the reading of a benchmark file and what comes out: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .workbook_problems import Problem


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """One indicator and the levels that a score may take."""

    code: str
    levels: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class FrameworkSpec:
    """One version of a framework; a file may call it by its code or any of its `names`, whatever the case."""

    code: str
    version: str
    kind: str
    indicators: Mapping[str, IndicatorSpec]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """What was chosen with the upload, for a CSV that holds the scores alone; empty where nothing was."""

    framework: str = ""
    version: str = ""
    assessed_on: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """How the file was understood, for the preview; columns are letters; the last two are for CSV."""

    header_row: int
    indicator_column: str
    cluster_columns: Mapping[str, str]
    indicator_rows: Mapping[str, int]
    ignored_columns: tuple[tuple[str, str], ...] = ()
    ignored_rows: tuple[int, ...] = ()
    ignored_sheets: tuple[str, ...] = ()
    separator: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ParsedWorkbook:
    """A file without problems: `scores[cluster][indicator]`, where none means "not assessed"."""

    framework: str
    version: str
    kind: str
    assessed_on: date
    sheet: str
    scores: Mapping[str, Mapping[str, Decimal | None]]
    recognised: Recognised


@dataclass(frozen=True, slots=True)
class Reading:
    """Either a workbook or at least one problem, never both."""

    workbook: ParsedWorkbook | None
    problems: tuple[Problem, ...] = field(default=())
