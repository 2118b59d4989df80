"""The plan as a whole-number programme: columns, rows and, in their order, the objectives.

Columns are 0/1 for each module, the units of gap closed for each need, and 0/1 for each minimum requirement that can
be met. Every amount is divided by what its row has in common (hours of 30 minutes, lifts of 5 %), since small whole
coefficients are what a solver of floating numbers gets exactly right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import TypeAlias

from .plan_values import Candidate, Need

Terms: TypeAlias = dict[int, int]  # column -> whole coefficient


@dataclass(frozen=True, slots=True)
class Row:
    """`low` <= the sum of the terms <= `high`; none is no bound."""

    terms: Terms
    low: int | None = None
    high: int | None = None

    def holds(self, values: Sequence[int]) -> bool:
        """Whether whole values of the columns satisfy the row exactly."""
        total = worth(self.terms, values)
        return (self.low is None or self.low <= total) and (self.high is None or total <= self.high)


@dataclass(frozen=True, slots=True)
class Objective:
    """Terms to maximise; `span` is more than its values can lie apart."""

    terms: Terms
    span: int


@dataclass(slots=True)
class Programme:
    """Columns (each whole, between its bounds), rows, and the objectives from the first to the last."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)

    def add_column(self, upper: int, lower: int = 0) -> int:
        """Return the index of a new column."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.upper) - 1

    def add_objective(self, terms: Terms, span: int) -> None:
        """Put an objective after the others, unless there is nothing to choose in it."""
        if terms:
            self.objectives.append(Objective(terms, span))


def worth(terms: Terms, values: Sequence[int]) -> int:
    """Return the sum of the terms, exactly."""
    return sum(coefficient * values[column] for column, coefficient in terms.items())


def build_programme(
    needs: Sequence[Need], modules: Mapping[str, Candidate], forced: frozenset[str], budget: int
) -> Programme:
    """Return the programme; column i is the i-th module in the order of `modules`, which is the order of the codes.

    First the most minimum requirements, then the most weighted gap, then the fewest minutes (and, of modules without
    minutes, the fewest), then code by code: of two plans that differ first in a code, the one that has it comes first.
    """
    programme = Programme()
    columns = {code: programme.add_column(1, int(code in forced)) for code in modules}
    _add_minimums(programme, needs, modules, columns)
    _add_gaps(programme, needs, modules, columns)
    _add_hours(programme, modules, columns, budget)
    _add_prerequisites(programme, modules, columns)
    for code, column in columns.items():
        programme.add_objective({column: 1} if code not in forced else {}, 2)
    return programme


def _add_minimums(
    programme: Programme, needs: Sequence[Need], modules: Mapping[str, Candidate], columns: Mapping[str, int]
) -> None:
    met = {}
    for need in needs:
        lifts = _lifts(need.key, need.minimum_gap or 0, modules, columns)
        if lifts and sum(lifts.values()) >= (need.minimum_gap or 0):
            column = programme.add_column(1)
            _add_share(programme, lifts, column, need.minimum_gap or 0)
            met[column] = 1
    programme.add_objective(met, len(met) + 1)


def _add_gaps(
    programme: Programme, needs: Sequence[Need], modules: Mapping[str, Candidate], columns: Mapping[str, int]
) -> None:
    closed = {}
    for need in needs:
        lifts = _lifts(need.key, need.weighed_gap, modules, columns)
        if lifts:
            unit = gcd(need.gap, *lifts.values())
            column = programme.add_column(need.gap // unit)
            _add_share(programme, lifts, column, unit)
            closed[column] = need.weight * unit
    common = gcd(*closed.values())
    terms = {column: weight // common for column, weight in closed.items()}
    programme.add_objective(terms, worth(terms, programme.upper) + 1)


def _lifts(need: str, most: int, modules: Mapping[str, Candidate], columns: Mapping[str, int]) -> Terms:
    """Return the lift of each module on a need, cut at the most that can count."""
    lifts = {columns[code]: min(most, module.lifts.get(need, 0)) for code, module in modules.items()}
    return {column: lift for column, lift in lifts.items() if lift}


def _add_share(programme: Programme, lifts: Terms, column: int, amount: int) -> None:
    """Let a column be at most the modules' lifts divided by `amount`."""
    unit = gcd(amount, *lifts.values())
    terms = {module: lift // unit for module, lift in lifts.items()}
    programme.rows.append(Row({**terms, column: -(amount // unit)}, low=0))


def _add_hours(programme: Programme, modules: Mapping[str, Candidate], columns: Mapping[str, int], budget: int) -> None:
    unit = gcd(*(module.minutes for module in modules.values())) or 1
    terms = {columns[code]: module.minutes // unit for code, module in modules.items() if module.minutes}
    most = min(budget // unit, sum(terms.values()))
    programme.rows.append(Row(terms, high=most))
    programme.add_objective({column: -units for column, units in terms.items()}, most + 1)
    timeless = {columns[code]: -1 for code, module in modules.items() if not module.minutes}
    programme.add_objective(timeless, len(timeless) + 1)


def _add_prerequisites(programme: Programme, modules: Mapping[str, Candidate], columns: Mapping[str, int]) -> None:
    programme.rows += [
        Row({columns[prerequisite]: 1, columns[code]: -1}, low=0)
        for code, module in modules.items()
        for prerequisite in sorted(module.prerequisites)
        if prerequisite in columns
    ]
