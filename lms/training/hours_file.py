"""Everybody's hours as a file: what the page shows, hours in numbers."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.languages import DEFAULT
from lms.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, Sheet, Value, write_csv, write_xlsx

from .hours_page import HoursPage, PersonHours, Share


def as_csv(page: HoursPage, *, addresses: bool) -> HttpResponse:
    """Answer with one line for each participant."""
    return _answer(page, write_csv(hours_table(page, addresses=addresses), get_language() or DEFAULT), CSV_TYPE, "csv")


def as_xlsx(page: HoursPage, *, addresses: bool) -> HttpResponse:
    """Answer with the same as a workbook."""
    return _answer(page, write_xlsx([Sheet(_("Hours"), hours_table(page, addresses=addresses))]), XLSX_TYPE, "xlsx")


FILES: dict[str, Callable[..., HttpResponse]] = {"csv": as_csv, "xlsx": as_xlsx}


def hours_table(page: HoursPage, *, addresses: bool) -> list[list[Value]]:
    """Return headings and one line for each participant: the whole first, then each part.

    E-mail addresses are for those who may read them on the pages too.
    """
    heading: list[Value] = [
        *(
            _("Participant"),
            *([_("E-mail")] if addresses else []),
            _("Cluster"),
            _("Hours attended"),
            _("Hours planned"),
            _("Attendance, %"),
        ),
        *(_("Threshold, %"), _("Threshold met")),
    ]
    for part in page.parts:
        heading += [f"{part.code} – {_('attended')}", f"{part.code} – {_('planned')}"]
    heading.append(_("Takes part no more"))
    return [heading, *(_line(page, one, addresses=addresses) for one in page.people)]


def _line(page: HoursPage, one: PersonHours, *, addresses: bool) -> list[Value]:
    person, cluster = one.enrolment.person, one.enrolment.cluster
    line: list[Value] = [str(person), *([person.email] if addresses else []), str(cluster) if cluster else ""]
    line += [*_hours(one.whole), one.whole.percent, page.terms.threshold_percent, one.verdict.is_met]
    return [*line, *(hours for part in one.parts for hours in _hours(part)), one.left]


def _hours(share: Share) -> list[Decimal]:
    """Return minutes as hours with two decimals at most."""
    return [
        (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP) for minutes in (share.attended, share.planned)
    ]


def _answer(page: HoursPage, content: bytes, kind: str, suffix: str) -> HttpResponse:
    name = f"{page.offering.code}-{_('hours')}.{suffix}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
