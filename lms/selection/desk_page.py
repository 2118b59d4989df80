"""What the coordinators' pages show: the desk with who scored what, the ranking with places and reserve."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator

from .call_actions import still_missing
from .grid import Cell, Grid, grid_of
from .models import Application, Assessor, Call, Place, RankedApplication, TieRule
from .ranking import Chosen
from .scoring_actions import obstacles_to_closing
from .standing import chosen_in
from .words import tie_words

PER_PAGE = 50
Status = Call.Status


@dataclass(frozen=True)
class DeskRow:
    """One application, and how many of its sheets are in."""

    application: Application
    cells: list[Cell]

    @property
    def sheets_in(self) -> int:
        """How many sheets that count were handed in."""
        return sum(cell.is_in for cell in self.cells)

    @property
    def scorers(self) -> int:
        """How many can score it without a conflict."""
        return sum(cell.conflict is None for cell in self.cells)

    @property
    def conflicts(self) -> list[Cell]:
        """The cells in which something stands in the way."""
        return [cell for cell in self.cells if cell.conflict]


@dataclass(frozen=True)
class JuryRow:
    """One assessor, and how far he or she is."""

    assessor: Assessor
    cells: list[Cell]

    @property
    def handed_in(self) -> int:
        """How many sheets are in."""
        return sum(cell.is_in for cell in self.cells)

    @property
    def to_score(self) -> int:
        """How many there are without a conflict."""
        return sum(cell.conflict is None for cell in self.cells)


@dataclass(frozen=True)
class DeskPage:
    """Everything that the desk shows."""

    rows: list[DeskRow]
    page: Any
    jury: list[JuryRow]
    missing: list[str]
    can_start: bool
    can_name: bool


def desk_page(call: Call, now: datetime, number: str | None) -> DeskPage:
    """Load the desk; drafts of applicants are nobody else's."""
    wanted = Application.objects.filter(call=call).exclude(status=Application.Status.DRAFT)
    page = Paginator(wanted.select_related("person", "cluster"), PER_PAGE).get_page(number)
    grid = grid_of(call, now)
    return DeskPage(
        rows=[DeskRow(one, grid.rows.get(one.pk, [])) for one in page.object_list],
        page=page,
        jury=[JuryRow(one, grid.of(one)) for one in grid.assessors],
        missing=_missing(call, grid, now),
        can_start=call.status == Status.PUBLISHED and now > call.closes_at,
        can_name=call.status in (Status.DRAFT, Status.PUBLISHED, Status.SCORING),
    )


def _missing(call: Call, grid: Grid, now: datetime) -> list[str]:
    """Return what keeps the call from its next step."""
    if call.status == Status.DRAFT:
        return still_missing(call, now)
    return obstacles_to_closing(grid) if call.status == Status.SCORING else []


@dataclass(frozen=True)
class RankingRow:
    """One line of the ranking, as it would be or as it was decided."""

    application: Application
    position: int
    score: Fraction
    result: str
    result_words: str
    tie: str
    limit: str
    reserve: int | None
    place: Place | None


def ranking_page(call: Call, now: datetime) -> list[RankingRow]:
    """Return the ranking, best first; computed until the decision, read from the frozen rows afterwards."""
    rules = list(TieRule.objects.filter(call=call).select_related("criterion"))
    if call.status == Status.DECIDED:
        rows = RankedApplication.objects.filter(call=call)
        whole = rows.select_related("application__person", "application__cluster", "application__place")
        return [_decided(row, rules) for row in whole.order_by("position")]
    grid = grid_of(call, now)
    people = {one.pk: one for one in grid.applications}
    return [_computed(people[pk], one, rules) for pk, one in chosen_in(grid, rules).items()]


def _decided(row: RankedApplication, rules: list[TieRule]) -> RankingRow:
    return RankingRow(
        row.application,
        row.position,
        row.score,
        row.result,
        row.get_result_display(),
        tie_words(row.tie, rules),
        row.get_limit_display(),
        row.reserve_number,
        getattr(row.application, "place", None),
    )


def _computed(application: Application, one: Chosen, rules: list[TieRule]) -> RankingRow:
    return RankingRow(
        application,
        one.ranked.position,
        one.ranked.candidate.score,
        one.result.value,
        str(dict(RankedApplication.RESULTS)[one.result.value]),
        tie_words(one.ranked.tie, rules),
        str(dict(RankedApplication.LIMITS).get(one.limit.value, "")),
        one.reserve,
        None,
    )
