"""What changed in the benchmark after a plan: the indicators that it aimed at, beside all the others.

This shows a direction, never proof: nobody drew lots over what is trained. Indicators with the lowest scores tend to
rise anyway (regression to the mean), and a plan aims at just those. So both sides are also compared among indicators
that started from the same level, wherever both sides have some. Indicators are joined by their codes, since the rounds
may be scored on different versions of a framework; what cannot be compared is left out and counted.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from lms.benchmarking.gaps import WHOLE, Change, ChangeStatus, IndicatorFacts, Number, Round, changes

# Fewer equally low indicators on the other side say nothing.
MATCHES_NEEDED = 3
# Why an indicator is left out, by what the comparison of two rounds says of it.
LEFT_OUT = {
    ChangeStatus.UNKNOWN: "not_assessed",
    ChangeStatus.ONLY_BEFORE: "other_version",
    ChangeStatus.ONLY_AFTER: "other_version",
    ChangeStatus.OTHER_SCALE: "other_scale",
}


@dataclass(frozen=True, slots=True)
class Observation:
    """An indicator in both rounds: its levels, its change and its start in basis points of the range.

    `aimed`: the plan closes something of its gap. `along`: it does not, but a module of the plan lifts the indicator.
    """

    code: str
    before: Number
    after: Number
    change_bp: int
    start: Fraction
    aimed: bool
    along: bool


@dataclass(frozen=True, slots=True)
class Observed:
    """All indicators of two rounds; `left_out` counts, by reason, those that cannot be compared."""

    compared: tuple[Observation, ...]
    left_out: Counter[str]

    @property
    def aimed(self) -> list[Observation]:
        """What the plan aimed at."""
        return [seen for seen in self.compared if seen.aimed]

    @property
    def others(self) -> list[Observation]:
        """All the others."""
        return [seen for seen in self.compared if not seen.aimed]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rose, stayed and fell; the middle and the mean change in basis points, none of nothing."""

    up: int
    same: int
    down: int
    median_bp: Fraction | None
    mean_bp: Fraction | None

    @property
    def count(self) -> int:
        """How many there are."""
        return self.up + self.same + self.down

    @property
    def up_bp(self) -> int | None:
        """The share that rose, in basis points, halves up."""
        return (self.up * 2 * WHOLE + self.count) // (2 * self.count) if self.count else None


def observe(before: Round, after: Round, *, aimed: Collection[str], along: Collection[str] = ()) -> Observed:
    """Compare two rounds; `aimed` and `along` are codes of indicators."""
    facts = {indicator.code: indicator for indicator in after.indicators}
    compared, left_out = [], Counter[str]()
    for change in changes(before, after):
        if change.status in LEFT_OUT:
            left_out[LEFT_OUT[change.status]] += 1
        else:
            compared.append(_observation(change, facts[change.indicator], aimed, along))
    return Observed(tuple(compared), left_out)


def tally(seen: Iterable[Observation]) -> Tally:
    """Count what rose, stayed and fell."""
    moves = [one.change_bp for one in seen]
    return Tally(
        up=sum(move > 0 for move in moves),
        same=moves.count(0),
        down=sum(move < 0 for move in moves),
        median_bp=Fraction(median(map(Fraction, moves))) if moves else None,
        mean_bp=Fraction(sum(moves), len(moves)) if moves else None,
    )


def equally_low(seen: Sequence[Observation]) -> tuple[list[Observation], list[Observation]]:
    """Return those aimed at and the others, of both only what started from a level that the other side has as well."""
    starts = {one.start for one in seen if one.aimed} & {one.start for one in seen if not one.aimed}
    matched = [one for one in seen if one.start in starts]
    return [one for one in matched if one.aimed], [one for one in matched if not one.aimed]


def _observation(change: Change, facts: IndicatorFacts, aimed: Collection[str], along: Collection[str]) -> Observation:
    before, after = change.before or 0, change.after or 0
    is_aimed = change.indicator in aimed
    return Observation(
        code=change.indicator,
        before=before,
        after=after,
        change_bp=change.delta_bp or 0,
        start=Fraction(before - facts.min_level) / facts.range,
        aimed=is_aimed,
        along=not is_aimed and change.indicator in along,
    )
