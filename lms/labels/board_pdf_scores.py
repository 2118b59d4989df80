"""Scores in the document for a board: groups with their radar, the strongest gaps, all indicators."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lms.benchmarking.benchmark_page import BenchmarkPage
from lms.benchmarking.benchmark_rows import GroupRow, IndicatorRow
from lms.benchmarking.charts import Bar
from lms.benchmarking.models import Assessment
from lms.benchmarking.templatetags.benchmark import level, percent, percent_reached, points_apart
from lms.pdf import Cell, Column, Document
from lms.pdf.drawing import Drawing
from lms.pdf.words import said

from .board_pdf_charts import level_bar, radar_drawing

MOST_GAPS = 10
NOTHING = "–"
BAR_WIDTH = 150.0


def groups(printed: Document, page: BenchmarkPage) -> None:
    """Print the radar, and its figures as a table below it."""
    printed.heading(2, _("Groups of indicators"))
    printed.paragraph(_("How much of its maximum each group reaches, from what was assessed."))
    columns = _group_columns(page)
    rows = [_group_cells(row, has_earlier=bool(page.earlier)) for row in page.groups]
    caption = _("Share of the maximum score of each group; change in percentage points")
    if page.radar:
        printed.figure_and_table(radar_drawing(page.radar), _radar_words(page), columns, rows, caption=caption)
        printed.paragraph(_legend(page), quiet=True)
    else:
        printed.table(columns, rows, caption=caption)


def strongest_gaps(printed: Document, page: BenchmarkPage) -> None:
    """Print what is furthest below its reference."""
    printed.heading(2, _("The strongest gaps"))
    if not page.is_compared:
        printed.paragraph(_("There is nothing to hold the scores against: see the page of the benchmark."))
        return
    gaps = page.gaps[:MOST_GAPS]
    if len(page.gaps) > MOST_GAPS:
        counted = _("The first %(shown)s of %(total)s indicators below their reference, by weight times gap.")
        printed.paragraph(counted % {"shown": MOST_GAPS, "total": len(page.gaps)})
    columns = [
        Column(_("Indicator"), 5),
        Column(_("Score"), 1, "right"),
        Column(_("Reference"), 1.3, "right"),
        Column(_("Gap"), 1, "right"),
        Column(_("Weight"), 1, "right"),
    ]
    caption = _("Gaps ordered by weight times gap; the gap is a share of the indicator's range")
    empty = _("No gap: every assessed indicator with a reference reaches it.")
    printed.table(columns, [_gap_cells(row) for row in gaps], caption=caption, empty=empty)


def all_indicators(printed: Document, page: BenchmarkPage) -> None:
    """Print every indicator, group by group."""
    printed.heading(2, _("All indicators"))
    printed.paragraph(_bars_legend(page), quiet=True)
    if page.missing:
        missing = ngettext(
            "%(counter)s indicator is not assessed", "%(counter)s indicators are not assessed", len(page.missing)
        )
        printed.paragraph(missing % {"counter": len(page.missing)} + ".")
    columns = [
        Column(_("Indicator"), 5),
        Column(_("Score"), 1.25, "right"),
        Column(_("Reference"), 1.3, "right"),
        Column(_("Minimum"), 1.2, "right"),
        Column(_("Gap"), 1, "right"),
    ]
    if page.earlier:
        columns.append(Column(pgettext("difference between two rounds", "Change"), 1.8))
    for found in page.bars:
        printed.heading(3, str(found.group))
        cells = zip(found.rows, found.bars.rows, strict=True)
        printed.table(columns, [_indicator_cells(row, bar, has_earlier=bool(page.earlier)) for row, bar in cells])


def change_words(row: IndicatorRow) -> str:
    """Say how an indicator has changed, as its page does."""
    return said("components/benchmark/change.html", change=row.change) if row.change else ""


def _group_columns(page: BenchmarkPage) -> list[Column]:
    """Name rounds shortly enough for narrow columns: by month, by day where both are of one month."""
    if page.earlier is None:
        return [Column(_("Group"), 1.6), Column(date_format(page.assessment.assessed_on, "m/Y"), 0.85, "right")]
    change = Column(pgettext("difference between two rounds", "Change"), 1.1, "right")
    days = [page.assessment.assessed_on, page.earlier.assessed_on]
    months = [date_format(day, "m/Y") for day in days]
    if months[0] != months[1]:
        return [Column(_("Group"), 1.6), *(Column(month, 0.85, "right") for month in months), change]
    return [Column(_("Group"), 1.4), *(Column(date_format(day, "d/m/Y"), 1.15, "right") for day in days), change]


def _named(assessment: Assessment) -> str:
    return f"{assessment.get_kind_display()}, {date_format(assessment.assessed_on)}"


def _radar_words(page: BenchmarkPage) -> str:
    shares = "; ".join(f"{row.group.name}: {_share(row)}" for row in page.groups)
    return _("Radar of the groups of indicators. %(shares)s") % {"shares": shares}


def _share(row: GroupRow) -> str:
    now = percent_reached(row.share.share_bp) or _("not assessed")
    if row.earlier is None or row.earlier.share_bp is None:
        return now
    return f"{now} ({_('%(share)s before') % {'share': percent_reached(row.earlier.share_bp)}})"


def _legend(page: BenchmarkPage) -> str:
    lines = [_("Solid line: %(day)s") % {"day": _named(page.assessment)}]
    if page.earlier:
        lines.append(_("dashed line: %(day)s") % {"day": _named(page.earlier)})
    return "; ".join(lines) + "."


def _bars_legend(page: BenchmarkPage) -> str:
    parts = [_("The bar shows the score on the indicator’s scale")]
    if page.earlier:
        parts.append(_("the thin bar below it the earlier round"))
    if page.is_compared:
        parts.append(_("▼ the reference"))
    if page.minimums.total:
        parts.append(_("■ the minimum requirement"))
    return ", ".join(parts) + "."


def _group_cells(row: GroupRow, *, has_earlier: bool) -> Sequence[str | Cell]:
    missing = ngettext("%(counter)s not assessed", "%(counter)s not assessed", row.share.missing)
    name = Cell(str(row.group), note=missing % {"counter": row.share.missing} if row.share.missing else "")
    now = percent_reached(row.share.share_bp) or NOTHING
    if not has_earlier:
        return [name, Cell(now, strong=True)]
    before = percent_reached(row.earlier.share_bp) if row.earlier else ""
    return [name, Cell(now, strong=True), before or NOTHING, points_apart(row.delta_bp) or NOTHING]


def _gap_cells(row: IndicatorRow) -> Sequence[str | Cell]:
    return [
        _name(row),
        level(row.score),
        level(row.reference),
        Cell(percent(row.gap.gap_bp), strong=True),
        str(row.indicator.weight),
    ]


def _indicator_cells(row: IndicatorRow, bar: Bar, *, has_earlier: bool) -> Sequence[str | Cell]:
    drawn = level_bar(bar, BAR_WIDTH)
    cells: list[str | Cell] = [
        _name(row, drawn),
        Cell(_("not assessed") if row.score is None else level(row.score), strong=row.score is not None),
        level(row.reference) or NOTHING,
        level(row.indicator.minimum_requirement) or NOTHING,
        _gap(row),
    ]
    return [*cells, change_words(row)] if has_earlier else cells


def _gap(row: IndicatorRow) -> str | Cell:
    if row.is_met:
        return Cell(_("none"), tone="good")
    return percent(row.gap.gap_bp) if row.is_below else NOTHING


def _name(row: IndicatorRow, picture: Drawing | None = None) -> Cell:
    note = ""
    if row.misses_minimum:
        note = _("below the minimum of %(minimum)s") % {"minimum": level(row.indicator.minimum_requirement)}
    return Cell(str(row.indicator), note=note, tone="bad" if note else "", picture=picture)
