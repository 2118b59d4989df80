"""Reads a benchmark file against the frameworks and clusters that the database knows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lms.clusters.models import Cluster
from lms.spreadsheets.cells import text_cell

from .models import Framework
from .workbook import Code, CsvOptions, FrameworkSpec, IndicatorSpec, Problem, Reading, read_workbook
from .workbook_cells import day_of
from .workbook_problems import Refusal


def read_benchmark(content: bytes, filename: str, options: Mapping[str, str], today: date) -> Reading:
    """Return what the file says, or all its problems.

    `options` are the texts `framework`, `version`, `on` and `kind` chosen for a CSV, the day in any form that a
    file may use.
    """
    day = _day(options.get("on", ""), today)
    reading = read_workbook(
        content,
        filename,
        frameworks=[spec_of(found) for found in Framework.objects.prefetch_related("levels", "indicators")],
        clusters=list(Cluster.objects.values_list("code", flat=True)),
        today=today,
        options=CsvOptions(
            framework=options.get("framework", ""),
            version=options.get("version", ""),
            assessed_on=None if isinstance(day, Refusal) else day,
            kind=options.get("kind", ""),
        ),
    )
    return _with_refused_day(reading, day) if isinstance(day, Refusal) else reading


def _day(text: str, today: date) -> date | Refusal | None:
    cell = text_cell(text)
    return day_of(cell, today) if cell else None


def _with_refused_day(reading: Reading, refusal: Refusal) -> Reading:
    """The day that was chosen is wrong, not missing."""
    others = [problem for problem in reading.problems if problem.code != Code.MISSING_DATE]
    return Reading(None, (Problem(refusal.code, params=refusal.params), *others))


def spec_of(framework: Any) -> FrameworkSpec:
    """Return what a file may say in this framework: its names, and each indicator's levels."""
    levels = [level.value for level in framework.levels.all()]
    names = (framework.name_it, framework.name_en, *framework.workbook_names.splitlines())
    return FrameworkSpec(
        code=framework.code,
        version=framework.version,
        kind=framework.kind,
        indicators={i.code: IndicatorSpec(i.code, _levels_of(i, levels)) for i in framework.indicators.all()},
        names=tuple(name.strip() for name in names if name.strip()),
    )


def _levels_of(indicator: Any, levels: list[Decimal]) -> tuple[Decimal, ...]:
    """An indicator may use a part of the framework's scale."""
    return tuple(level for level in levels if indicator.min_level <= level <= indicator.max_level)
