"""Two versions of a plan side by side: which modules are in both or in one, why, and what becomes of each need.

Why a module is in one version (`held`) and not in the other; the first that is true
- `wanted`         a person wants it in the version that holds it
- `left_out`       a person left it out of the other one
- `not_offered`    it was not among the modules when the other one was computed
- `not_available`  the other one may not hold it; its own reason says why
- `other_hours`    minutes, minutes_other: the module itself takes other hours now
- `needs_gone`     needs: none of those that it closes is in the other version
- `needs_differ`   needs: those that it closes and that are missing, of another gap or another weight in the other one
- `fewer_hours`    minutes: by how much the budget of the other one is smaller
- `otherwise`      own: nothing of this, so the reason of the other version, whose code is `own`, says it
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .plan_values import Params

# Reasons for which a version may not hold a module, whatever its hours: see `plan_reasons`.
UNAVAILABLE = frozenset({"completed", "other_audience", "other_language", "prerequisite_cycle", "prerequisite_missing"})


@dataclass(frozen=True, slots=True)
class Line:
    """What a version says of one module; `closes` are the keys of the needs that it closes there."""

    code: str
    minutes: int
    chosen: bool
    reason: str
    pinned: bool = False
    dropped: bool = False
    closes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """A need in a version: what it weighs, its gap and what is closed of it, in basis points."""

    key: str
    weight: int
    gap: int
    closed: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version, by codes of modules and keys of needs."""

    budget: int
    lines: Mapping[str, Line]
    needs: Mapping[str, NeedEntry]

    @property
    def chosen(self) -> list[str]:
        """Codes of its modules, in the order of its lines."""
        return [code for code, line in self.lines.items() if line.chosen]


@dataclass(frozen=True, slots=True)
class Difference:
    """A module that one of two versions holds, and why the other does not."""

    code: str
    reason: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeedPair:
    """A need with what each version says of it; none where it is not among its needs."""

    key: str
    left: NeedEntry | None
    right: NeedEntry | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Codes in both versions, the differences on each side, the needs of either."""

    both: tuple[str, ...]
    only_left: tuple[Difference, ...]
    only_right: tuple[Difference, ...]
    needs: tuple[NeedPair, ...]


def compare(left: Version, right: Version) -> Comparison:
    """Hold two versions against each other; whichever is left, the reasons are the same."""
    return Comparison(
        both=tuple(code for code in left.chosen if _holds(right, code)),
        only_left=tuple(_differences(left, right)),
        only_right=tuple(_differences(right, left)),
        needs=tuple(_pairs(left, right)),
    )


def _holds(version: Version, code: str) -> bool:
    return code in version.lines and version.lines[code].chosen


def _differences(held: Version, other: Version) -> Iterator[Difference]:
    for code in held.chosen:
        if not _holds(other, code):
            reason, params = _why(held.lines[code], held, other.lines.get(code), other)
            yield Difference(code, reason, params)


def _why(line: Line, held: Version, otherwise: Line | None, other: Version) -> tuple[str, Params]:
    if line.pinned:
        return "wanted", {}
    if otherwise is None:
        return "not_offered", {}
    if otherwise.dropped:
        return "left_out", {}
    if otherwise.reason in UNAVAILABLE:
        return "not_available", {}
    if otherwise.minutes != line.minutes:
        return "other_hours", {"minutes": line.minutes, "minutes_other": otherwise.minutes}
    return _why_by_needs(line, held, other, otherwise.reason)


def _why_by_needs(line: Line, held: Version, other: Version, own: str) -> tuple[str, Params]:
    differ = sorted(key for key in line.closes if _differs(held.needs.get(key), other.needs.get(key)))
    if line.closes and other.needs.keys().isdisjoint(line.closes):
        return "needs_gone", {"needs": differ}
    if differ:
        return "needs_differ", {"needs": differ}
    if other.budget < held.budget:
        return "fewer_hours", {"minutes": held.budget - other.budget}
    return "otherwise", {"own": own}


def _differs(one: NeedEntry | None, two: NeedEntry | None) -> bool:
    """Whether a need weighs or gapes differently; what is closed of it is what the modules are compared for."""
    return one is None or two is None or (one.weight, one.gap) != (two.weight, two.gap)


def _pairs(left: Version, right: Version) -> list[NeedPair]:
    """Return the needs of either version, the heaviest first: as it weighs on the right, else on the left."""
    pairs = [NeedPair(key, left.needs.get(key), right.needs.get(key)) for key in _keys([right.needs, left.needs])]
    return sorted(pairs, key=lambda pair: -_heaviness(pair.right or pair.left))


def _keys(needs: Iterable[Mapping[str, NeedEntry]]) -> list[str]:
    return list(dict.fromkeys(key for entries in needs for key in entries))


def _heaviness(entry: NeedEntry | None) -> int:
    return entry.weight * entry.gap if entry else 0
