"""Input that cannot make a plan, and prerequisites that point nowhere, told as findings.

Findings that block: `out_of_range` (field, of, value, low, high), `duplicate_need` (need), `duplicate_module` (module).
Findings that tell: `unknown_prerequisite` (module, prerequisite), `prerequisite_cycle` (modules). A completed module
asks for nothing any more, so neither is told of it. `pin_despite` (module, despite: audience, language or
both, as codes of reasons): a person wants a module that the computation would not have chosen from.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .plan_availability import Closures, Modules, cycles
from .plan_values import Candidate, Finding, Need

WHOLE_RANGE = 10_000
# Sums of 1,000 needs or modules at these limits stay far below what the solver's doubles hold exactly.
WEIGHT_LIMIT = 10_000
MINUTES_LIMIT = 100_000


def check_input(needs: Sequence[Need], candidates: Sequence[Candidate], budget: int) -> tuple[Finding, ...]:
    """Return what blocks any plan: amounts out of range, needs or modules given twice."""
    amounts = [("budget", "", budget, None), *_amounts_of_needs(needs), *_amounts_of_modules(candidates)]
    findings = [_out_of_range(*amount) for amount in amounts if not _is_within(amount[2], amount[3])]
    findings += [Finding("duplicate_need", {"need": key}) for key in _repeated(n.key for n in needs)]
    findings += [Finding("duplicate_module", {"module": c}) for c in _repeated(c.code for c in candidates)]
    return tuple(sorted(findings, key=lambda finding: (finding.code, str(finding.params))))


def check_prerequisites(modules: Modules, asks: Closures) -> tuple[Finding, ...]:
    """Return the prerequisites that do not exist and those that ask for each other; neither blocks a plan."""
    unknown = [
        {"module": module.code, "prerequisite": prerequisite}
        for module in modules.values()
        if not module.completed
        for prerequisite in sorted(module.prerequisites)
        if prerequisite not in modules
    ]
    return (
        *(Finding("unknown_prerequisite", params, blocks=False) for params in unknown),
        *(
            Finding("prerequisite_cycle", {"modules": list(codes)}, blocks=False)
            for codes in sorted(set(cycles(asks).values()))
        ),
    )


def check_pinned(modules: Modules, pins: Iterable[str]) -> tuple[Finding, ...]:
    """Return the pins that hold against audience or language: a deliberate decision, but one to look at twice."""
    found = [(code, modules[code].unsuited) for code in sorted(pins) if code in modules]
    return tuple(
        Finding("pin_despite", {"module": code, "despite": list(despite)}, blocks=False)
        for code, despite in found
        if despite
    )


def _amounts_of_needs(needs: Iterable[Need]) -> Iterator[tuple[str, str, int, int | None]]:
    for need in needs:
        yield "weight", need.key, need.weight, WEIGHT_LIMIT
        yield "gap", need.key, need.gap, WHOLE_RANGE
        yield "minimum_gap", need.key, need.minimum_gap or 0, WHOLE_RANGE


def _amounts_of_modules(candidates: Iterable[Candidate]) -> Iterator[tuple[str, str, int, int | None]]:
    for module in candidates:
        yield "minutes", module.code, module.minutes, MINUTES_LIMIT
        for lift in module.lifts.values():
            yield "lift", module.code, lift, None


def _is_within(value: int, high: int | None) -> bool:
    return value >= 0 and (high is None or value <= high)


def _out_of_range(field: str, of: str, value: int, high: int | None) -> Finding:
    return Finding("out_of_range", {"field": field, "of": of, "value": value, "low": 0, "high": high})


def _repeated(values: Iterable[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > 1)
