"""The order in which the modules of a plan are taken: prerequisites first, then by planned period, then by code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """A module with its planned period; `required_by` are the codes of the modules that ask for it."""

    code: str
    starts_on: date | None = None
    ends_on: date | None = None
    required_by: frozenset[str] = frozenset()

    @property
    def when(self) -> tuple[date, date, str]:
        """The earlier first; what has no date comes last."""
        return (self.starts_on or date.max, self.ends_on or date.max, self.code)


def in_teaching_order(steps: Iterable[Step]) -> list[str]:
    """Return the codes; modules that ask for each other in a circle follow as if they did not."""
    waiting = {step.code: step for step in sorted(steps, key=lambda step: step.when)}
    ordered: list[str] = []
    while waiting:
        code = _next(waiting)
        ordered.append(code)
        del waiting[code]
    return ordered


def _next(waiting: Mapping[str, Step]) -> str:
    asking = frozenset[str]().union(*(step.required_by for step in waiting.values()))
    return next((code for code in waiting if code not in asking), next(iter(waiting)))
