"""What the document for a board says of the time since the earlier round."""

from collections import Counter
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.benchmarking.benchmark_page import BenchmarkPage
from lms.benchmarking.benchmark_rows import IndicatorRow
from lms.benchmarking.gaps import Change, ChangeStatus
from lms.benchmarking.templatetags.benchmark import level, signed
from lms.pdf import Cell, Column, Document

MOVED = (ChangeStatus.UP, ChangeStatus.DOWN)


def changes_since(printed: Document, page: BenchmarkPage) -> None:
    """Print how many indicators rose, fell or stayed, and which ones moved; nothing without an earlier round."""
    if page.earlier is None:
        return
    day = f"{date_format(page.earlier.assessed_on)} ({page.earlier.get_kind_display()})"
    printed.heading(2, _("What has changed since %(day)s") % {"day": day})
    printed.paragraph(_counted(page.rows))
    columns = [
        Column(_("Indicator"), 5),
        Column(_("Before"), 1, "right"),
        Column(_("Score"), 1, "right"),
        Column(_("Change in levels"), 1.4, "right"),
    ]
    caption = _("Indicators that moved, the greatest falls first")
    printed.table(columns, [_cells(*found) for found in _moved(page.rows)], caption=caption)


def _counted(rows: Sequence[IndicatorRow]) -> str:
    found = Counter(row.change.status if row.change else None for row in rows)
    up, down, same = (found[status] for status in (*MOVED, ChangeStatus.SAME))
    rest = sum(found.values()) - up - down - same
    parts = [
        ngettext("%(count)s indicator rose", "%(count)s indicators rose", up) % {"count": up},
        ngettext("%(count)s fell", "%(count)s fell", down) % {"count": down},
        ngettext("%(count)s stayed as it was", "%(count)s stayed as they were", same) % {"count": same},
    ]
    if rest:
        words = ngettext("%(count)s cannot be compared", "%(count)s cannot be compared", rest)
        parts.append(words % {"count": rest})
    return ", ".join(parts) + "."


def _moved(rows: Sequence[IndicatorRow]) -> list[tuple[IndicatorRow, Change]]:
    found = [(row, row.change) for row in rows if row.change and row.change.status in MOVED]
    return sorted(found, key=lambda pair: (pair[1].delta_bp or 0, pair[0].indicator.position))


def _cells(row: IndicatorRow, change: Change) -> list[str | Cell]:
    tone = "good" if change.status == ChangeStatus.UP else "bad"
    return [str(row.indicator), level(change.before), level(change.after), Cell(signed(change.delta), tone=tone)]
