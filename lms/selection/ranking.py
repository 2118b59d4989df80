"""Scores, order and choice: exact arithmetic, every result with the code of its reason.

The order is made once, at the decision: score first, then the tie rules of the call, one after the other, and at last a
lot that anybody can draw again from the seed published with the call. Who gets a place follows from the order, the
places and what the call says of clusters; who moves up is the same choice made again without those who left.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import inf
from typing import Any

HUNDRED = Fraction(100)


class Tie(StrEnum):
    """What decides between equal scores; the lot always comes last."""

    CRITERION = "criterion"
    FEWER_ABOVE = "fewer_above"
    EARLIER = "earlier"
    LOT = "lot"


class Result(StrEnum):
    """What the choice says of somebody."""

    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    BELOW = "below"


class Limit(StrEnum):
    """Why somebody stands elsewhere than the score alone would say."""

    NONE = ""
    CLUSTER_FULL = "cluster_full"
    KEPT_FOR_OTHERS = "kept_for_others"
    KEPT_FOR_CLUSTER = "kept_for_cluster"


@dataclass(frozen=True)
class Weighed:
    """A criterion: its key, its weight, and the most points it can have."""

    key: int
    weight: int
    most: int


@dataclass(frozen=True)
class TieRule:
    """One rule for equal scores; `criterion` is the key of the one that decides, for that rule only."""

    code: Tie
    criterion: int | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody to be ranked: a random key, the score from 0 to 100, the cluster if any, and when it was handed in."""

    key: str
    score: Fraction
    cluster: int | None
    submitted_at: datetime
    by_criterion: Mapping[int, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """How many are taken: places, reserve (none: everybody else), the least score, and what counts per cluster."""

    places: int
    reserve: int | None = None
    least: Fraction = Fraction(0)
    least_per_cluster: int = 0
    most_per_cluster: int | None = None


@dataclass(frozen=True)
class Ranked:
    """A candidate with the position from 1; `tie` is what put it behind the one above, where the scores are equal."""

    candidate: Candidate
    position: int
    tie: str = ""


@dataclass(frozen=True)
class Chosen:
    """What came of a candidate; `reserve` is the number on the reserve list, from 1."""

    ranked: Ranked
    result: Result
    limit: Limit = Limit.NONE
    reserve: int | None = None


def mean_by_criterion(sheets: Sequence[Mapping[int, int]], criteria: Sequence[Weighed]) -> dict[int, Fraction]:
    """Return the mean share of each criterion's points, from 0 to 1, over the sheets that count."""
    if not sheets:
        return {}
    return {c.key: Fraction(sum(sheet[c.key] for sheet in sheets), len(sheets) * c.most) for c in criteria}


def score_of(means: Mapping[int, Fraction], criteria: Sequence[Weighed]) -> Fraction:
    """Return the weighted mean from 0 to 100; 0 where nobody scored."""
    total = sum(c.weight for c in criteria)
    if not means or not total:
        return Fraction(0)
    return HUNDRED * sum((c.weight * means[c.key] for c in criteria), Fraction(0)) / total


def lot(seed: str, key: str) -> str:
    """Return the lot of a candidate: the SHA-256 of seed and key; the smallest comes first."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def in_order(candidates: Collection[Candidate], rules: Sequence[TieRule], seed: str) -> list[Ranked]:
    """Return everybody in order, whatever the order in which they come."""
    rules = [rule for rule in rules if rule.code != Tie.LOT] + [TieRule(Tie.LOT)]
    found: list[Ranked] = []
    above: Counter[int | None] = Counter()
    for _score, group in groupby(sorted(candidates, key=lambda c: (-c.score, c.key)), key=lambda c: c.score):
        rest, tie = list(group), ""
        while rest:
            values = {c.key: [_value(rule, c, above, seed) for rule in rules] for c in rest}
            rest.sort(key=lambda c: values[c.key])
            first = rest.pop(0)
            found.append(Ranked(first, len(found) + 1, tie))
            above[first.cluster] += first.cluster is not None
            tie = _decided(rules, values[first.key], values[rest[0].key]) if rest else ""
    return found


def _value(rule: TieRule, candidate: Candidate, above: Mapping[int | None, int], seed: str) -> Any:
    """Return what the rule compares: the smaller comes first."""
    if rule.code == Tie.CRITERION:
        return -candidate.by_criterion.get(rule.criterion or 0, Fraction(0))
    if rule.code == Tie.FEWER_ABOVE:
        return above[candidate.cluster]
    return candidate.submitted_at if rule.code == Tie.EARLIER else lot(seed, candidate.key)


def _decided(rules: Sequence[TieRule], first: Sequence[Any], second: Sequence[Any]) -> str:
    return next((str(rule.code) for rule, a, b in zip(rules, first, second, strict=True) if a != b), str(Tie.LOT))


def choose(order: Sequence[Ranked], limits: Limits) -> list[Chosen]:
    """Return what comes of everybody, in order.

    Each gets a place while there is one, the cluster has not its most, and enough stay free for the clusters that are
    still below their least and have somebody good enough.
    """
    fit = [ranked for ranked in order if ranked.candidate.score >= limits.least]
    places = _places(fit, limits)
    chosen, reserve = [], 0
    for ranked in order:
        key = ranked.candidate.key
        if key not in places:
            chosen.append(Chosen(ranked, Result.BELOW))
        elif places[key][0]:
            chosen.append(Chosen(ranked, Result.SELECTED, places[key][1]))
        elif limits.reserve is None or reserve < limits.reserve:
            reserve += 1
            chosen.append(Chosen(ranked, Result.RESERVE, places[key][1], reserve))
        else:
            chosen.append(Chosen(ranked, Result.NOT_SELECTED, places[key][1]))
    return chosen


def _places(fit: Sequence[Ranked], limits: Limits) -> dict[str, tuple[bool, Limit]]:
    """Return by key whether each gets a place, and which limit stood in the way or helped."""
    left, most = limits.places, inf if limits.most_per_cluster is None else limits.most_per_cluster
    there = Counter(one.candidate.cluster for one in fit if one.candidate.cluster is not None)
    kept = {cluster: min(limits.least_per_cluster, count, most) for cluster, count in there.items()}
    taken: Counter[int | None] = Counter()
    found: dict[str, tuple[bool, Limit]] = {}
    passed_over = False
    for one in fit:
        cluster = one.candidate.cluster
        owed = sum(max(0, kept[each] - taken[each]) for each in kept)
        is_owed = cluster is not None and taken[cluster] < kept[cluster]
        if left and cluster is not None and taken[cluster] >= most:
            found[one.candidate.key] = (False, Limit.CLUSTER_FULL)
        elif left and (is_owed or left > owed):
            found[one.candidate.key] = (True, Limit.KEPT_FOR_CLUSTER if passed_over and is_owed else Limit.NONE)
            left, taken[cluster] = left - 1, taken[cluster] + 1
        else:
            found[one.candidate.key] = (False, Limit.KEPT_FOR_OTHERS if left else Limit.NONE)
            passed_over = passed_over or bool(left)
    return found


def moving_up(order: Sequence[Ranked], limits: Limits, gone: Collection[str], holding: Collection[str]) -> list[str]:
    """Return the keys of those who get a place now, in order: the choice made again without those who left.

    `order` holds whoever was selected or in reserve; `holding` are those who have a place or an offer of one.
    """
    rest = [ranked for ranked in order if ranked.candidate.key not in gone]
    free = max(0, limits.places - len(holding))
    chosen = (one.ranked.candidate.key for one in choose(rest, limits) if one.result == Result.SELECTED)
    return [key for key in chosen if key not in holding][:free]
