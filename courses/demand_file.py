"""The table of modules as a file: what the page shows, with the names in full."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.languages import DEFAULT
from lms.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, Sheet, Value, write_csv, write_xlsx

from .demand_page import DemandPage, DemandRow


def as_csv(page: DemandPage, rows: Iterable[DemandRow]) -> HttpResponse:
    """Answer with the modules alone."""
    return _answer(write_csv(modules_table(rows), get_language() or DEFAULT), CSV_TYPE, "csv")


def as_xlsx(page: DemandPage, rows: Iterable[DemandRow]) -> HttpResponse:
    """Answer with a workbook: modules, groups of indicators, specialisation areas."""
    sheets = [
        Sheet(_("Modules"), modules_table(rows)),
        Sheet(_("Gaps by group"), _groups_table(page)),
        Sheet(_("Specialisation areas"), _areas_table(page)),
    ]
    return _answer(write_xlsx(sheets), XLSX_TYPE, "xlsx")


FILES: dict[str, Callable[[DemandPage, Iterable[DemandRow]], HttpResponse]] = {"csv": as_csv, "xlsx": as_xlsx}


def modules_table(rows: Iterable[DemandRow]) -> list[list[Value]]:
    """Return headings and one line for each module; shares are per cent, lists of names have commas."""
    heading: list[Value] = [
        *(_("Code"), _("Module"), _("Course"), _("For whom"), _("Hours")),
        *(_("Clusters that need it"), _("Which clusters"), _("Officials who need it"), _("Which officials")),
        *(_("Would close of all gaps, %"), _("Weighted gap closed")),
        *(_("In published plans"), _("Plans of"), _("Done by"), _("Who has done it")),
    ]
    return [heading, *(_line(row) for row in rows)]


def _line(row: DemandRow) -> list[Value]:
    module = row.module
    return [
        *(module.code, row.title, module.course.code, module.get_audience_display()),
        Decimal(module.duration_minutes) / 60,
        *_counted(row.clusters),
        *_counted(row.officials),
        *(_percent(row.closes_bp), row.closes),
        *_counted(row.planned),
        *_counted(row.done),
    ]


def _groups_table(page: DemandPage) -> list[list[Value]]:
    heading: list[Value] = [_("Cluster"), *(f"{code} {name}, %" for code, name in page.groups)]
    lines: list[list[Value]] = [
        [row.cluster.name, *(_percent(cell.share_bp) for cell in row.cells)] for row in page.heat
    ]
    return [heading, *lines]


def _areas_table(page: DemandPage) -> list[list[Value]]:
    heading: list[Value] = [
        *(_("Specialisation area"), _("Clusters"), _("Which clusters"), _("With a published plan"), _("Which of them")),
        *(_("Modules in the plans"), _("Weighted gap that the plans close, %")),
    ]
    lines: list[list[Value]] = [
        [area.name, *_counted(area.clusters), *_counted(area.planned), area.modules, _percent(area.closed_bp)]
        for area in page.areas
    ]
    return [heading, *lines]


def _counted(names: Iterable[str]) -> list[Value]:
    names = list(names)
    return [len(names), ", ".join(names)]


def _percent(basis_points: int | None) -> Decimal | None:
    return None if basis_points is None else Decimal(basis_points) / 100


def _answer(content: bytes, kind: str, suffix: str) -> HttpResponse:
    name = _("demand")
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    )
