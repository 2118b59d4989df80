"""What more hours buy: the best plan at each budget, with the same needs, modules, pins and drops.

What is true of it: with more hours no fewer minimum requirements are met, and of budgets that meet as many of them the
larger closes no less of the weighted gap. The gap closed alone may fall: minimum requirements come first in a plan, and
where the hours suffice for one more of them, they may leave modules that close more.

The walk goes down from the hours of all modules that a plan may hold. A plan that was found within a budget and takes
fewer minutes is also the best one within every budget in between: it is still there to be chosen, and whatever else is
there could be chosen before. So the next answer is found below the minutes of the last one, and a walk by the
smallest step that the modules' minutes allow finds every budget at which the answer changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import gcd

from .plan import make_plan
from .plan_choice import Choice, choice_between
from .plan_values import Candidate, Need, PlanResult

# A search of 31 needs x 18 modules takes 5-15 ms, one of 36 x 200 a few tenths of a second and at times two seconds.
QUICK_SIZE = 2_000
QUICK_SEARCHES, SLOW_SEARCHES = 300, 40


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The best plan from `minutes` on, up to the next point: weighted gap closed, minimum requirements met, codes.

    `follows`: every budget between the point before and this one is known to have the answer of the point before.
    """

    minutes: int
    closed: int
    minimums: int
    modules: tuple[str, ...]
    follows: bool = True


def find_curve(
    needs: Iterable[Need],
    candidates: Iterable[Candidate],
    *,
    longest: int,
    pins: Iterable[str] = (),
    drops: Iterable[str] = (),
    searches: int | None = None,
) -> tuple[CurvePoint, ...]:
    """Return the points from the fewest to the most minutes, up to `longest`; none when the pins block every plan.

    At most about `searches` budgets are tried, one after the other at even distances when there are more; by default as
    many as take a few seconds.
    """
    left_out = frozenset(drops)
    choice = choice_between(
        sorted(needs, key=lambda need: need.key),
        sorted(candidates, key=lambda module: module.code),
        budget=longest,
        pins=frozenset(pins),
        drops=left_out,
    )
    if choice.check():
        return ()
    walk = _Walk.over(choice, searches or searches_for(len(choice.needs) * len(choice.modules)))
    return tuple(_points(list(_answers(choice, left_out, walk)), walk.unit))


def searches_for(size: int) -> int:
    """Return how many budgets are tried for so many needs x modules."""
    return QUICK_SEARCHES if size <= QUICK_SIZE else SLOW_SEARCHES


@dataclass(frozen=True, slots=True)
class _Walk:
    """From which budget down to which, in minutes; all modules last whole `unit`s, budgets are `step`s apart."""

    highest: int
    lowest: int
    unit: int
    step: int

    @classmethod
    def over(cls, choice: Choice, searches: int) -> "_Walk":
        minutes = [module.minutes for module in choice.worthwhile().values()]
        lowest, highest = choice.minutes_of(choice.forced), min(sum(minutes), choice.budget)
        unit = gcd(*minutes) or 1
        units = (highest - lowest) // unit
        return cls(highest, lowest, unit, unit * max(1, -(-units // searches)))

    def below(self, minutes: int) -> int | None:
        """Return the next budget below so many minutes, or none when there is none."""
        if minutes <= self.lowest:
            return None
        return max(self.lowest, (minutes - self.unit) // self.step * self.step)


def _answers(choice: Choice, drops: frozenset[str], walk: _Walk) -> Iterator[tuple[int, PlanResult]]:
    """Give each budget that was tried with its plan, the largest first; a budget without a proved plan is left out."""
    budget: int | None = walk.highest
    while budget is not None:
        result = make_plan(choice.needs, choice.modules.values(), budget_minutes=budget, pins=choice.pins, drops=drops)
        if result.is_made:
            yield budget, result
        budget = walk.below(result.minutes if result.is_made else budget)


def _points(answers: Sequence[tuple[int, PlanResult]], unit: int) -> Iterator[CurvePoint]:
    """Turn the answers, the largest budget first, into points, the fewest minutes first."""
    found = answers[::-1]
    known = [True, *(budget + unit >= after.minutes for (budget, _), (_, after) in pairwise(found))]
    for (_, result), follows in zip(found, known, strict=True):
        yield CurvePoint(
            result.minutes, result.weighted_closed, len(result.minimums_met), result.chosen, follows=follows
        )
