"""Solves a programme objective after objective with HiGHS, exactly.

Neighbouring objectives are packed into one stage as digits of one number, as long as its coefficients stay small: the
last bits of 200 codes take a handful of stages instead of 200. Every column is whole within 1e-9, so a stage whose
coefficients sum up to 2**28 is off by less than 0.3 before rounding; what comes back is rounded and checked again in
whole numbers against every row, the value and the bound.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import highspy
import numpy as np

from .plan_model import Objective, Programme, Row, Terms, worth

STAGE_LIMIT = 2**28
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    # Measured on 200 modules and 36 needs: these searches for better solutions, restarts and long trials before a
    # branch cost more than they bring here. They change the time only, never the answer.
    "mip_allow_restart": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_pscost_minreliable": 2,
    # A count of nodes, not a clock, ends a hopeless search: the same input gives the same answer on any machine.
    "mip_max_nodes": 10_000,
}


def solve(programme: Programme) -> list[int] | None:
    """Return the value of every column in the one best solution, or none if it was not proved within the limits."""
    highs = _load(programme)
    rows, values = list(programme.rows), None
    for stage in stages(programme.objectives):
        values = _run(highs, packed(stage), values)
        if values is None or not all(row.holds(values) for row in rows):
            return None
        for objective in stage:
            value = worth(objective.terms, values)
            rows.append(Row(objective.terms, low=value, high=value))
            _add_row(highs, rows[-1])
    return values if values is not None else list(programme.lower)


def stages(objectives: Sequence[Objective]) -> Iterator[list[Objective]]:
    """Cut the objectives, in their order, into stages whose packed coefficients stay below the limit."""
    stage: list[Objective] = []
    size = 0
    for objective in objectives:
        own = sum(map(abs, objective.terms.values()))
        size = size * objective.span + own
        if stage and size > STAGE_LIMIT:
            yield stage
            stage, size = [], own
        stage.append(objective)
    if stage:
        yield stage


def packed(stage: Sequence[Objective]) -> Terms:
    """Return one objective that ranks solutions as the objectives of the stage do, one after the other."""
    total: Terms = {}
    for objective in stage:
        total = {column: coefficient * objective.span for column, coefficient in total.items()}
        for column, coefficient in objective.terms.items():
            total[column] = total.get(column, 0) + coefficient
    return total


def _load(programme: Programme) -> Any:
    lp = highspy.HighsLp()
    count = len(programme.upper)
    lp.num_col_, lp.num_row_ = count, len(programme.rows)
    lp.col_cost_ = np.zeros(count)
    lp.col_lower_, lp.col_upper_ = np.array(programme.lower, float), np.array(programme.upper, float)
    lp.row_lower_ = np.array([_bound(row.low, -highspy.kHighsInf) for row in programme.rows])
    lp.row_upper_ = np.array([_bound(row.high, highspy.kHighsInf) for row in programme.rows])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array([0, *accumulate(len(row.terms) for row in programme.rows)], np.int32)
    lp.a_matrix_.index_ = np.array([column for row in programme.rows for column in row.terms], np.int32)
    lp.a_matrix_.value_ = np.array([c for row in programme.rows for c in row.terms.values()], float)
    lp.sense_ = highspy.ObjSense.kMaximize
    highs = highspy.Highs()
    for option, value in OPTIONS.items():
        highs.setOptionValue(option, value)
    highs.passModel(lp)
    return highs


def _run(highs: Any, terms: Terms, start: list[int] | None) -> list[int] | None:
    """Maximise the terms; none unless the solver proved that no whole value is better."""
    count = highs.getNumCol()
    costs = np.zeros(count)
    costs[list(terms)] = list(terms.values())
    highs.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
    if start is not None:
        highs.setSolution(count, np.arange(count, dtype=np.int32), np.array(start, float))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = [round(value) for value in highs.getSolution().col_value]
    return values if highs.getInfo().mip_dual_bound < worth(terms, values) + 1 else None


def _add_row(highs: Any, row: Row) -> None:
    low, high = _bound(row.low, -highspy.kHighsInf), _bound(row.high, highspy.kHighsInf)
    indices, values = np.array(list(row.terms), np.int32), np.array(list(row.terms.values()), float)
    highs.addRow(low, high, len(row.terms), indices, values)


def _bound(value: int | None, infinite: float) -> float:
    return infinite if value is None else float(value)
