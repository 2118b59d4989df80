"""Which modules the programme needs most: over all clusters and officials, from the needs that plans are made from.

Amounts are weight x basis points of an indicator's range, as in the plan; a module counts for whoever it is meant for
and has not completed it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from .plan import make_plan
from .plan_values import Candidate, Need

Lifts: TypeAlias = Mapping[str, Mapping[str, int]]  # module -> need -> basis points


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A cluster or an official: the needs, what each module that is open to it lifts of them, prerequisites missing."""

    key: str
    is_cluster: bool
    needs: Sequence[Need]
    lifts: Lifts
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def weighted_gap(self) -> int:
        """The whole gap of this party."""
        return sum(need.weight * need.gap for need in self.needs)

    def closed_by(self, modules: Iterable[str]) -> int:
        """Return the weighted gap that these modules close together: no need is closed beyond its gap."""
        chosen = [self.lifts[code] for code in modules if code in self.lifts]
        return sum(need.weight * min(need.gap, sum(lifts.get(need.key, 0) for lifts in chosen)) for need in self.needs)

    def wants(self, module: str) -> bool:
        """Say whether the module lifts something that this party needs."""
        return self.closed_by([module]) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleDemand:
    """Who needs a module (keys of parties), and the weighted gap that it would close over all of them."""

    code: str
    clusters: tuple[str, ...]
    officials: tuple[str, ...]
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """The best choice of some modules to open: their codes, what they close together, whom they help."""

    modules: tuple[str, ...]
    closes: int
    clusters: tuple[str, ...]
    officials: tuple[str, ...]


def demand_for(code: str, parties: Iterable[Party]) -> ModuleDemand:
    """Return how much the programme needs one module."""
    wanting = [party for party in parties if party.wants(code)]
    return ModuleDemand(
        code=code,
        clusters=tuple(party.key for party in wanting if party.is_cluster),
        officials=tuple(party.key for party in wanting if not party.is_cluster),
        closes=sum(party.closed_by([code]) for party in wanting),
    )


def best_editions(codes: Iterable[str], parties: Sequence[Party], count: int) -> Editions | None:
    """Return the `count` modules, or fewer, that close the most weighted gap over all parties; none if not proved.

    It is the plan's own optimisation with one unit for each edition in place of its minutes, so it is exact and ties
    end as in a plan. A prerequisite that somebody who needs the module still lacks takes an edition too.
    """
    candidates = [_as_candidate(code, parties) for code in codes]
    needs = [_as_need(party, need) for party in parties for need in party.needs]
    result = make_plan(needs, candidates, budget_minutes=count)
    if not result.is_made:
        return None
    helped = [party for party in parties if party.closed_by(result.chosen)]
    return Editions(
        modules=result.chosen,
        closes=result.weighted_closed,
        clusters=tuple(party.key for party in helped if party.is_cluster),
        officials=tuple(party.key for party in helped if not party.is_cluster),
    )


def group_loads(parties: Iterable[Party], group_of: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return, by party and group of indicators, the weighted gap of its needs; needs of no group are left out."""
    loads: dict[str, dict[str, int]] = {}
    for party in parties:
        row = loads.setdefault(party.key, {})
        for need in party.needs:
            if need.key in group_of:
                row[group_of[need.key]] = row.get(group_of[need.key], 0) + need.weight * need.gap
    return loads


def _as_need(party: Party, need: Need) -> Need:
    """One need of one party; the minimum requirements are a matter of each plan, not of the choice of editions."""
    return replace(need, key=_key(party, need.key), minimum_gap=None)


def _as_candidate(code: str, parties: Iterable[Party]) -> Candidate:
    wanting = [party for party in parties if party.wants(code)]
    lifts = {_key(party, need): lift for party in wanting for need, lift in party.lifts[code].items()}
    asked = frozenset[str]().union(*(party.missing.get(code, frozenset()) for party in wanting))
    return Candidate(code=code, minutes=1, lifts=lifts, prerequisites=asked)


def _key(party: Party, need: str) -> str:
    return f"{party.key}|{need}"
