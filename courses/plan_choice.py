"""What a plan is chosen from, once the input is checked: the needs, the available modules, the pins, the hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from .plan_availability import (
    Closures,
    Exclusion,
    Modules,
    check_hours,
    check_pins,
    closures,
    exclusions,
    with_prerequisites,
)
from .plan_effect import lifted_needs
from .plan_values import Candidate, Finding, Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Needs and modules in the order of their keys; `forced` are the pins with their prerequisites."""

    needs: Sequence[Need]
    modules: Modules
    asks: Closures
    excluded: dict[str, Exclusion]
    pins: frozenset[str]
    forced: frozenset[str]
    budget: int

    def minutes_of(self, codes: frozenset[str]) -> int:
        """Return the minutes of some modules together."""
        return sum(self.modules[code].minutes for code in codes)

    def check(self) -> tuple[Finding, ...]:
        """Return what blocks a plan: pins that cannot be kept, or that take more than the hours."""
        return check_pins(self.modules, self.pins, self.excluded) or check_hours(self.modules, self.forced, self.budget)

    def worthwhile(self) -> dict[str, Candidate]:
        """Return the modules that the best plan may hold: forced, or lifting a need and fitting beside the pins.

        Their prerequisites come along; any other module would only cost hours.
        """
        useful = {
            code
            for code, module in self.modules.items()
            if code not in self.excluded and lifted_needs(self.needs, module) and self._fits(code)
        }
        codes = with_prerequisites(useful | self.forced, self.asks)
        return {code: module for code, module in self.modules.items() if code in codes}

    def _fits(self, code: str) -> bool:
        return self.minutes_of(with_prerequisites([code], self.asks) | self.forced) <= self.budget


def choice_between(
    needs: Sequence[Need],
    candidates: Sequence[Candidate],
    *,
    budget: int,
    pins: frozenset[str],
    drops: frozenset[str],
) -> Choice:
    """Return the choice; pins that do not exist or cannot be kept force nothing, `check` tells of them."""
    modules = {module.code: module for module in candidates}
    asks = closures(modules)
    excluded = exclusions(modules, asks, pins, drops)
    return Choice(
        needs=needs,
        modules=modules,
        asks=asks,
        excluded=excluded,
        pins=pins,
        forced=with_prerequisites(pins & modules.keys() - excluded.keys(), asks),
        budget=budget,
    )
