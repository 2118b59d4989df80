"""What a plan is made from and what it answers with. Shares are basis points (1/10 000) of an indicator's range.

Reasons and findings are codes with parameters; templates word them. Parameters hold only what JSON can hold, so
that a decision is stored as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Params: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something to be trained: `gap` basis points to close, `minimum_gap` to the minimum requirement (or none).

    `weight` is a whole number from 0; a need of weight 0 counts through its minimum requirement only.
    """

    key: str
    weight: int
    gap: int
    minimum_gap: int | None = None

    @property
    def weighed_gap(self) -> int:
        """The gap that counts in the sum, in basis points."""
        return self.gap if self.weight else 0

    @property
    def reach(self) -> int:
        """The most lift that can count on this need, in basis points."""
        return max(self.weighed_gap, self.minimum_gap or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A module that a plan may choose; `lifts` maps a need's key to basis points, other keys are ignored.

    A completed module lifts nothing again: its effect is in the scores already.
    """

    code: str
    minutes: int
    lifts: Mapping[str, int] = field(default_factory=dict)
    prerequisites: frozenset[str] = frozenset()
    completed: bool = False
    audience_fits: bool = True
    language_fits: bool = True

    @property
    def unsuited(self) -> tuple[str, ...]:
        """Why the computation does not choose it by itself, though a person may want it: reason codes."""
        return tuple(
            reason
            for reason, fits in (("other_audience", self.audience_fits), ("other_language", self.language_fits))
            if not fits
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the input; when it `blocks`, there is no plan."""

    code: str
    params: Params
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a module is in the plan or not: see `plan_reasons` for the codes and their parameters."""

    code: str
    chosen: bool
    reason: str
    params: Params


@dataclass(frozen=True, slots=True)
class NeedOutcome:
    """What the plan does for one need: `lift` is the sum of the chosen modules' lifts, `closed` at most the gap."""

    need: Need
    lift: int
    closed: int

    @property
    def minimum_met(self) -> bool | None:
        """Whether the minimum requirement is met; none where the need has none."""
        return None if self.need.minimum_gap is None else self.lift >= self.need.minimum_gap


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """A plan (codes in order, minutes, one outcome per need, one decision per module) or blocking findings."""

    budget_minutes: int
    findings: tuple[Finding, ...] = ()
    chosen: tuple[str, ...] = ()
    minutes: int = 0
    outcomes: tuple[NeedOutcome, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def is_made(self) -> bool:
        """Whether there is a plan, possibly an empty one."""
        return not any(finding.blocks for finding in self.findings)

    @property
    def minimums_met(self) -> tuple[str, ...]:
        """Keys of the needs whose minimum requirement the plan meets."""
        return tuple(outcome.need.key for outcome in self.outcomes if outcome.minimum_met is True)

    @property
    def minimums_missed(self) -> tuple[str, ...]:
        """Keys of the needs whose minimum requirement stays missed."""
        return tuple(outcome.need.key for outcome in self.outcomes if outcome.minimum_met is False)

    @property
    def closed(self) -> dict[str, int]:
        """Basis points closed per need."""
        return {outcome.need.key: outcome.closed for outcome in self.outcomes}

    @property
    def weighted_gap(self) -> int:
        """Sum over the needs of weight x gap."""
        return sum(outcome.need.weight * outcome.need.gap for outcome in self.outcomes)

    @property
    def weighted_closed(self) -> int:
        """Sum over the needs of weight x basis points closed: the second objective."""
        return sum(outcome.need.weight * outcome.closed for outcome in self.outcomes)
