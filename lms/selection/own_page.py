"""What an applicant reads of the own application: state, place, and after the decision the own points."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from .grid import grid_of
from .models import Application, Call, Criterion, Place, RankedApplication, TieRule
from .permissions import can_withdraw
from .ranking import mean_by_criterion
from .reading import Said, what_is_said
from .standing import weighed
from .words import tie_words


@dataclass(frozen=True)
class Line:
    """One criterion: the mean of the points, and the comments of the assessors without their names."""

    criterion: Criterion
    points: Fraction
    comments: list[str]


@dataclass(frozen=True)
class OwnPage:
    """Everything that the template shows."""

    said: list[Said]
    can_change: bool
    can_withdraw: bool
    place: Place | None
    ranked: RankedApplication | None
    tie: str
    lines: list[Line]

    @property
    def asks(self) -> bool:
        """Whether an offered place waits for an answer."""
        return self.place is not None and self.place.status == Place.Status.OFFERED


def own_page(own: Application, now: datetime) -> OwnPage:
    """Load it; sheets are opened only when the call is decided."""
    is_decided = own.call.status == Call.Status.DECIDED
    ranked = RankedApplication.objects.filter(application=own).first() if is_decided else None
    rules = list(TieRule.objects.filter(call=own.call).select_related("criterion")) if ranked else []
    return OwnPage(
        said=what_is_said(own),
        can_change=own.call.is_open(now) and own.status in ("draft", "submitted", "withdrawn"),
        can_withdraw=can_withdraw(own),
        place=Place.objects.filter(application=own).first() if is_decided else None,
        ranked=ranked,
        tie=tie_words(ranked.tie, rules) if ranked and ranked.tie else "",
        lines=_lines(own, now) if ranked and own.counts else [],
    )


def _lines(own: Application, now: datetime) -> list[Line]:
    cells = grid_of(own.call, now, only=own).rows.get(own.pk, [])
    sheets = [list(cell.sheet.points.all()) for cell in cells if cell.is_in and cell.sheet]
    criteria = list(own.call.criteria.all())
    means = mean_by_criterion(
        [{row.criterion_id: row.points or 0 for row in rows} for rows in sheets], weighed(criteria)
    )
    return [
        Line(
            one,
            means.get(one.pk, Fraction(0)) * one.max_points,
            [row.comment for rows in sheets for row in rows if row.criterion_id == one.pk and row.comment],
        )
        for one in criteria
    ]
