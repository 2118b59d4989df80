"""The ranking of a call as values: computed from the sheets until the decision, read from the rows afterwards."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from .grid import Grid, grid_of
from .models import Application, Call, Criterion, RankedApplication, TieRule
from .ranking import (
    Candidate,
    Chosen,
    Limits,
    Ranked,
    Tie,
    Weighed,
    choose,
    in_order,
    mean_by_criterion,
    score_of,
)
from .ranking import TieRule as Rule


def weighed(criteria: Sequence[Criterion]) -> list[Weighed]:
    """Return the criteria as values."""
    return [Weighed(one.pk, one.weight, one.max_points) for one in criteria]


def limits_of(call: Call) -> Limits:
    """Return what the call says of places."""
    return Limits(
        places=call.places,
        reserve=call.reserve_size,
        least=Fraction(call.least_score),
        least_per_cluster=call.least_per_cluster if call.of_a_cluster else 0,
        most_per_cluster=call.most_per_cluster if call.of_a_cluster else None,
    )


def means_of(grid: Grid, application: Application, criteria: Sequence[Weighed]) -> dict[int, Fraction]:
    """Return the mean share of points per criterion, over the sheets that count."""
    sheets = [cell.sheet for cell in grid.rows[application.pk] if cell.is_in and cell.sheet]
    return mean_by_criterion(
        [{row.criterion_id: row.points or 0 for row in sheet.points.all()} for sheet in sheets], criteria
    )


def chosen_now(call: Call, now: datetime) -> dict[int, Chosen]:
    """Return what would come of every application, by its key, in order of the ranking."""
    return chosen_in(grid_of(call, now), list(TieRule.objects.filter(call=call)))


def chosen_in(grid: Grid, tie_rules: Sequence[TieRule]) -> dict[int, Chosen]:
    """Return the same from what was loaded."""
    call = grid.call
    criteria = weighed(list(call.criteria.all()))
    rules = [Rule(Tie(one.code), one.criterion_id) for one in tie_rules]
    by_key = {one.key.hex: one for one in grid.applications}
    candidates = [_candidate(grid, one, criteria) for one in grid.applications]
    chosen = choose(in_order(candidates, rules, call.lot_seed), limits_of(call))
    return {by_key[one.ranked.candidate.key].pk: one for one in chosen}


def _candidate(grid: Grid, application: Application, criteria: Sequence[Weighed]) -> Candidate:
    means = means_of(grid, application, criteria)
    return Candidate(
        key=application.key.hex,
        score=score_of(means, criteria),
        cluster=application.cluster_id,
        submitted_at=application.submitted_at or application.started_at,
        by_criterion=means,
    )


def frozen_order(rows: Sequence[RankedApplication]) -> list[Ranked]:
    """Return the decided order as values, to choose again when somebody leaves."""
    return [
        Ranked(
            Candidate(
                key=str(row.application_id),
                score=row.score,
                cluster=row.application.cluster_id,
                submitted_at=row.application.submitted_at or row.application.started_at,
            ),
            row.position,
        )
        for row in rows
    ]
