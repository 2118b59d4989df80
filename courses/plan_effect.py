"""What a set of modules does to the needs, in exact whole numbers: the objective as it is defined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .plan_values import Candidate, Need, NeedOutcome


@dataclass(frozen=True, slots=True)
class Gain:
    """What is added to (or lost from) the objective: keys of minimum requirements, and weight x basis points."""

    minimums: tuple[str, ...] = ()
    weighted: int = 0

    def __bool__(self) -> bool:
        """Whether anything is gained."""
        return bool(self.minimums or self.weighted)


def lifted_needs(needs: Iterable[Need], module: Candidate) -> list[str]:
    """Return the keys of the needs on which a module's lift can count, in the order of the needs."""
    return [need.key for need in needs if need.reach and module.lifts.get(need.key)]


class Effect:
    """The total lift per need of a set of modules, and what other modules would change about it."""

    def __init__(self, needs: Sequence[Need], chosen: Iterable[Candidate] = ()) -> None:
        """Add up the lifts of the chosen modules."""
        self.needs = {need.key: need for need in needs}
        self.lifts = dict.fromkeys(self.needs, 0)
        for key, lift in self.lift_of(chosen).items():
            self.lifts[key] += lift

    def outcomes(self) -> tuple[NeedOutcome, ...]:
        """Return one outcome per need, in the order of the needs."""
        return tuple(
            NeedOutcome(need, self.lifts[key], min(need.gap, self.lifts[key])) for key, need in self.needs.items()
        )

    def gain(self, added: Iterable[Candidate]) -> Gain:
        """Return what these modules would add to the set."""
        lifts = self.lift_of(added)
        return self._between(
            {key: self.lifts[key] for key in lifts}, {key: self.lifts[key] + lifts[key] for key in lifts}
        )

    def loss(self, removed: Iterable[Candidate]) -> Gain:
        """Return what would be lost if these modules, and no others, left the set."""
        lifts = self.lift_of(removed)
        return self._between(
            {key: self.lifts[key] - lifts[key] for key in lifts}, {key: self.lifts[key] for key in lifts}
        )

    def lift_of(self, modules: Iterable[Candidate]) -> dict[str, int]:
        """Return the total lift of these modules on the needs that they lift, in basis points."""
        total: dict[str, int] = {}
        for module in modules:
            for key, lift in module.lifts.items():
                if lift and key in self.needs:
                    total[key] = total.get(key, 0) + lift
        return total

    def is_even_exchange(self, given: Candidate, taken: Candidate) -> bool:
        """Whether both objectives stay as they are if one module of the set gives way to one outside it."""
        less, more = self.lift_of([given]), self.lift_of([taken])
        after = {key: self.lifts[key] - less.get(key, 0) + more.get(key, 0) for key in less | more}
        return self._score({key: self.lifts[key] for key in after}) == self._score(after)

    def _between(self, before: Mapping[str, int], after: Mapping[str, int]) -> Gain:
        """Return what a rise of the lifts from `before` to `after` brings; both have the same keys."""
        met = (key for key in after if before[key] < (self.needs[key].minimum_gap or 0) <= after[key])
        return Gain(tuple(sorted(met)), self._score(after)[1] - self._score(before)[1])

    def _score(self, lifts: Mapping[str, int]) -> tuple[int, int]:
        """Return the number of minimum requirements met and the weighted gap closed, on the needs of `lifts`."""
        minimums = weighted = 0
        for key, lift in lifts.items():
            need = self.needs[key]
            minimums += need.minimum_gap is not None and lift >= need.minimum_gap
            weighted += need.weight * min(need.gap, lift)
        return minimums, weighted
