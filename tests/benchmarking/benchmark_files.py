"""Benchmark files for the tests of the reader: the demonstration's own files, whole or broken on purpose."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl import load_workbook

from lms.benchmarking.workbook import CsvOptions, FrameworkSpec, IndicatorSpec, Reading, read_workbook

BENCHMARKS = Path(__file__).parents[2] / "demo" / "benchmarks"
XLSX = (BENCHMARKS / "benchmark_2014.xlsx").read_bytes()
CSV = (BENCHMARKS / "benchmark_2014.csv").read_text()
TODAY = date(2020, 1, 1)
CLUSTERS = ("DITENAVE", "CBM", "POLO-PN", "SAN-DANIELE", "ASDI-SEDIA", "DITEDI")
INDICATORS = tuple(f"ECEI-{number:02}" for number in range(1, 32))
LEVELS = tuple(Decimal(level) for level in range(5))
FRAMEWORK = FrameworkSpec(
    code="ECEI",
    version="2012",
    kind="evaluation",
    indicators={code: IndicatorSpec(code, LEVELS) for code in INDICATORS},
    names=("ECEI management excellence",),
)
OPTIONS = CsvOptions("ECEI", "2012", date(2014, 9, 30), "interview")
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes, filename: str = "benchmark.xlsx", **changes: Any) -> Reading:
    known = {"frameworks": [FRAMEWORK], "clusters": CLUSTERS, "today": TODAY}
    return read_workbook(content, filename, **{**known, **changes})


def read_csv(text: str | bytes, **changes: Any) -> Reading:
    content = text.encode() if isinstance(text, str) else text
    return read(content, "benchmark.csv", **{"options": OPTIONS, **changes})


def found(reading: Reading) -> list[tuple[str, str]]:
    """Give code and cell of every problem; also that there is either a workbook or a problem."""
    assert bool(reading.problems) != bool(reading.workbook)
    return [(problem.code, problem.cell) for problem in reading.problems]


def edited(change: Callable[[Any], None], source: bytes = XLSX) -> bytes:
    """Give the demonstration's workbook after a change to it as a whole."""
    book = load_workbook(BytesIO(source))
    change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_cells(cells: dict[str, Any]) -> bytes:
    """Give the demonstration's workbook with other values in some cells of its scores."""

    def change(book: Any) -> None:
        for cell, value in cells.items():
            book["Scores"][cell] = value

    return edited(change)


def repacked(
    change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None, compression: int = ZIP_DEFLATED
) -> bytes:
    """Give the demonstration's workbook with its parts rewritten as bytes, and with further parts."""
    file = BytesIO()
    with ZipFile(BytesIO(XLSX)) as source, ZipFile(file, "w", compression) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, content in (more or {}).items():
            target.writestr(name, content)
    return file.getvalue()


def with_part(name: str, old: bytes, new: bytes) -> bytes:
    """Give the demonstration's workbook, not compressed, with some bytes of one part replaced; they must be there."""

    def change(part: str, content: bytes) -> bytes:
        assert part != name or old in content
        return content.replace(old, new, 1) if part == name else content

    return repacked(change, compression=ZIP_STORED)
