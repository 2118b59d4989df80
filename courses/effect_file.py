"""What changed after the plans as a file: a line for each cluster, and in the workbook one for each indicator too."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from django.http import HttpResponse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lms.languages import DEFAULT
from lms.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, Sheet, Value, write_csv, write_xlsx

from .effect import Tally
from .effect_page import EffectPage, EffectRow, IndicatorRow, Pair


def as_csv(page: EffectPage) -> HttpResponse:
    """Answer with the clusters alone."""
    return _answer(write_csv(clusters_table(page), get_language() or DEFAULT), CSV_TYPE, "csv")


def as_xlsx(page: EffectPage) -> HttpResponse:
    """Answer with a workbook: clusters, indicators."""
    sheets = [Sheet(_("Clusters"), clusters_table(page)), Sheet(_("Indicators"), indicators_table(page))]
    return _answer(write_xlsx(sheets), XLSX_TYPE, "xlsx")


FILES: dict[str, Callable[[EffectPage], HttpResponse]] = {"csv": as_csv, "xlsx": as_xlsx}


def clusters_table(page: EffectPage) -> list[list[Value]]:
    """Return headings and one line for each cluster; changes are per cent of an indicator's range."""
    heading: list[Value] = [
        *(_("Cluster"), _("Version of the plan"), _("Published"), _("Round before"), _("Round after")),
        *_tallied(),
        *(_("Others that the plan's modules lift too"), pgettext("indicators", "left out")),
        *(_("Modules of the plan"), _("Of them completed by the later round")),
    ]
    return [heading, *(_cluster(row) for row in page.rows)]


def indicators_table(page: EffectPage) -> list[list[Value]]:
    """Return headings and one line for each indicator that can be compared, of each cluster."""
    heading: list[Value] = [
        *(_("Cluster"), _("Code"), _("Indicator"), _("Side")),
        *(_("Level before"), _("Level after"), _("Change, per cent of the range")),
    ]
    lines = [_indicator(row, found) for row in page.rows for found in [*row.aimed, *row.others]]
    return [heading, *lines]


def _tallied() -> list[str]:
    """Whole headings, so that each language may order and bend its words."""
    return [
        *(_("Aimed at: indicators"), _("Aimed at: rose"), _("Aimed at: stayed")),
        *(_("Aimed at: fell"), _("Aimed at: median change, %"), _("Aimed at: mean change, %")),
        *(_("Others: indicators"), _("Others: rose"), _("Others: stayed")),
        *(_("Others: fell"), _("Others: median change, %"), _("Others: mean change, %")),
        *(_("Equally low, aimed at: indicators"), _("Equally low, aimed at: rose"), _("Equally low, aimed at: stayed")),
        *(
            _("Equally low, aimed at: fell"),
            _("Equally low, aimed at: median change, %"),
            _("Equally low, aimed at: mean change, %"),
        ),
        *(_("Equally low, others: indicators"), _("Equally low, others: rose"), _("Equally low, others: stayed")),
        *(
            _("Equally low, others: fell"),
            _("Equally low, others: median change, %"),
            _("Equally low, others: mean change, %"),
        ),
    ]


def _cluster(row: EffectRow) -> list[Value]:
    followed = row.followed
    return [
        *(str(row.cluster), followed.plan.version, followed.plan.published_at),
        *(followed.before.assessed_on, followed.after.assessed_on),
        *_pair(row.pair),
        *(_pair(row.matched) if row.matched else [None] * 12),
        *(row.along, row.left_out_count, row.effect.modules, row.effect.completed),
    ]


def _pair(pair: Pair) -> list[Value]:
    return [*_tally(pair.aimed), *_tally(pair.others)]


def _tally(found: Tally) -> list[Value]:
    return [found.count, found.up, found.same, found.down, _percent(found.median_bp), _percent(found.mean_bp)]


def _indicator(row: EffectRow, found: IndicatorRow) -> list[Value]:
    seen = found.seen
    side = _("aimed at") if seen.aimed else _("other, lifted too") if seen.along else _("other")
    levels = [Decimal(seen.before), Decimal(seen.after), _percent(Fraction(seen.change_bp))]
    return [str(row.cluster), seen.code, found.indicator.name, side, *levels]


def _percent(basis_points: Fraction | None) -> Decimal | None:
    """Return basis points as per cent with two decimals."""
    if basis_points is None:
        return None
    return (Decimal(basis_points.numerator) / basis_points.denominator / 100).quantize(Decimal("0.01"))


def _answer(content: bytes, kind: str, suffix: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="effect.{suffix}"'}
    )
