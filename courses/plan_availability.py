"""Which modules a plan may choose, and which pins cannot be kept.

A pin overrides audience and language, since it is a person's deliberate decision; it overrides neither a completed nor
a dropped module, and its prerequisites must be available on their own or be pinned too.

Findings, all blocking: `pin_unknown`, `pin_completed`, `pin_dropped` (module), `pin_cycle` (module, modules),
`pin_prerequisite` (module, missing: list of prerequisite and why), `pins_over_budget` (modules, minutes, budget).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .plan_values import Candidate, Finding, Params

Modules: TypeAlias = Mapping[str, Candidate]
Closures: TypeAlias = Mapping[str, frozenset[str]]

PIN_FINDINGS = {
    "completed": "pin_completed",
    "dropped": "pin_dropped",
    "prerequisite_cycle": "pin_cycle",
    "prerequisite_missing": "pin_prerequisite",
}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a module may not be chosen: a reason code of `plan_reasons` with its parameters."""

    reason: str
    params: Params = field(default_factory=dict)


def closures(modules: Modules) -> dict[str, frozenset[str]]:
    """Return, per module, every known module it asks for, directly or through others, that is not yet completed.

    A module that asks for itself through others is in its own closure.
    """
    known: dict[str, frozenset[str]] = {}
    for code in modules:
        known[code] = _closure(code, modules, known)
    return known


def cycles(asks: Closures) -> dict[str, tuple[str, ...]]:
    """Return, for each module that asks for itself, the modules that ask for each other, in order."""
    return {
        code: tuple(sorted(other for other in asked if code in asks[other]))
        for code, asked in asks.items()
        if code in asked
    }


def exclusions(modules: Modules, asks: Closures, pins: frozenset[str], drops: frozenset[str]) -> dict[str, Exclusion]:
    """Return the modules that may not be chosen, each with the first reason that applies."""
    excluded = {code: Exclusion("prerequisite_cycle", {"modules": list(codes)}) for code, codes in cycles(asks).items()}
    for code, module in modules.items():
        reason = _own_reason(module, pins, drops)
        if reason:
            excluded[code] = Exclusion(reason)
    unreachable = _unreachable(modules, asks, excluded)
    excluded |= {code: Exclusion("prerequisite_missing") for code in unreachable}
    return excluded | {code: _missing(modules[code], modules, excluded) for code in unreachable}


def check_pins(modules: Modules, pins: frozenset[str], excluded: Mapping[str, Exclusion]) -> tuple[Finding, ...]:
    """Return the pins that cannot be kept, whatever the hours: any of them blocks the plan."""
    unknown = [Finding("pin_unknown", {"module": code}) for code in sorted(pins - modules.keys())]
    blocked = [
        Finding(PIN_FINDINGS[excluded[code].reason], {"module": code, **excluded[code].params})
        for code in sorted(pins & excluded.keys())
    ]
    return (*unknown, *blocked)


def check_hours(modules: Modules, forced: frozenset[str], budget: int) -> tuple[Finding, ...]:
    """Return a blocking finding when the pins with their prerequisites take more than the budget."""
    minutes = sum(modules[code].minutes for code in forced)
    params = {"modules": sorted(forced), "minutes": minutes, "budget": budget}
    return (Finding("pins_over_budget", params),) if minutes > budget else ()


def with_prerequisites(codes: Iterable[str], asks: Closures) -> frozenset[str]:
    """Return these modules together with everything they ask for."""
    wanted = frozenset(codes)
    return wanted.union(*(asks[code] for code in wanted))


def _closure(code: str, modules: Modules, known: Closures) -> frozenset[str]:
    """Walk with a list, not by recursion: a long chain of prerequisites must not exhaust the stack."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        for asked in _asked(modules[waiting.pop()], modules) - found:
            found.add(asked)
            if asked in known:
                found |= known[asked]
            else:
                waiting.append(asked)
    return frozenset(found)


def _asked(module: Candidate, modules: Modules) -> set[str]:
    if module.completed:
        return set()
    return {asked for asked in module.prerequisites if asked in modules and not modules[asked].completed}


def _own_reason(module: Candidate, pins: frozenset[str], drops: frozenset[str]) -> str | None:
    if module.completed:
        return "completed"
    if module.code in drops:
        return "dropped"
    if module.code in pins:
        return None
    if not module.audience_fits:
        return "other_audience"
    return None if module.language_fits else "other_language"


def _unreachable(modules: Modules, asks: Closures, excluded: Mapping[str, Exclusion]) -> list[str]:
    """Name the modules that only their prerequisites keep out."""
    blocked = excluded.keys() | {c for c, m in modules.items() if any(p not in modules for p in m.prerequisites)}
    return [code for code in modules if code not in excluded and not blocked.isdisjoint({code, *asks[code]})]


def _missing(module: Candidate, modules: Modules, excluded: Mapping[str, Exclusion]) -> Exclusion:
    """Say which direct prerequisites are not available, and why."""
    missing = [
        {"prerequisite": code, "why": excluded[code].reason if code in modules else "unknown"}
        for code in sorted(module.prerequisites)
        if code not in modules or (code in excluded and not modules[code].completed)
    ]
    return Exclusion("prerequisite_missing", {"missing": missing})
