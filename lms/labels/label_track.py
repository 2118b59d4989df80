"""What a label asks of a cluster, held against what there is: met, missing, or not known yet, each with its reason.

Readiness comes from the gap rules as it is. Only an interview or an audit that is closed confirms a figure: what a
cluster says of itself can show that something is missing, never that it is met.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from lms.benchmarking.gaps import Readiness

from .label_dates import (
    AwardDates,
    AwardKind,
    Held,
    Terms,
    award_dates,
    first_until,
    grace_until,
    months_later,
    opens_on,
    whole_months,
)


class Ask(StrEnum):
    """How a requirement is checked."""

    BENCHMARKED = "benchmarked"
    MONTHS_SINCE = "months_since"
    IMPROVEMENTS = "improvements"
    MINIMUMS = "minimums"
    SHARE = "share"
    EVIDENCE = "evidence"


class State(StrEnum):
    """What can be said of a requirement, or of all of a label's requirements together."""

    MET = "met"
    UNKNOWN = "unknown"
    MISSING = "missing"


class Stage(StrEnum):
    """Where a label stands in time."""

    NEVER = "never"
    HELD = "held"
    RENEWABLE = "renewable"
    GRACE = "grace"
    ENDED = "ended"


class Reason(StrEnum):
    """Why a requirement is in its state; its parameters are named beside it, those about benchmarks also `needed`."""

    BENCHMARKED = "benchmarked"  # day, assessors
    NO_BENCHMARK = "no_benchmark"
    TOO_FEW_ASSESSORS = "too_few_assessors"  # day, assessors
    TOO_OLD = "too_old"  # day, until: the last day of a label from it
    BEFORE_RENEWAL = "before_renewal"  # day, since: the first day of a benchmark that renews
    LABEL_HELD = "label_held"  # until: the label in force covers it, perhaps without end
    NOT_ASKED_AGAIN = "not_asked_again"
    SECOND_IN_TIME = "second_in_time"  # first, second, months
    TOO_EARLY = "too_early"  # first, since, until
    WINDOW_OPEN = "window_open"  # first, since, until
    WINDOW_MISSED = "window_missed"  # first, until
    ENOUGH = "enough"  # accepted, needed
    WAITING = "waiting"  # accepted, waiting, needed
    TOO_FEW = "too_few"  # accepted, waiting, refused, needed
    REACHED = "reached"  # day and the figures
    NOT_REACHED = "not_reached"
    UNCERTAIN = "uncertain"
    NOT_CONFIRMED = "not_confirmed"
    NO_SCORES = "no_scores"
    NO_GOLD_RULE = "no_gold_rule"  # day


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a label asks; what the amounts count depends on the kind."""

    code: str
    kind: str
    amount: int | None = None
    amount_until: int | None = None

    @property
    def needed(self) -> int:
        """How many; one where nothing is said."""
        return 1 if self.amount is None else self.amount


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A closed interview or audit."""

    day: date
    assessors: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The round whose scores count; `is_confirmed`: a closed interview or audit, not the cluster's own count."""

    day: date
    is_confirmed: bool
    readiness: Readiness | None
    minimums_met: int
    minimums_total: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """How many pieces of evidence, or areas of improvement, there are."""

    accepted: int = 0
    waiting: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a cluster on its way to one label. `benchmarks`: the latest first; `last`: the latest award."""

    today: date
    terms: Terms
    last: Held | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    figures: Figures | None = None
    evidence: Mapping[str, Pieces] = field(default_factory=dict)
    improvements: Pieces = Pieces()

    @property
    def stage(self) -> Stage:
        """Where the label stands today."""
        return stage_of(self.terms, self.last, self.today)

    @property
    def leads_to(self) -> AwardDates | None:
        """The award that the latest benchmark leads to, if it leads to one that still holds today."""
        if not self.benchmarks:
            return None
        dates = award_dates(self.terms, self.benchmarks[0].day, self.last)
        return dates if dates and dates.valid_until >= self.today else None

    @property
    def would_hold(self) -> AwardDates | None:
        """The award that a benchmark held today would lead to; none where one is there that leads to an award."""
        return None if self.leads_to else award_dates(self.terms, self.today, self.last)

    @property
    def is_renewal(self) -> bool:
        """Say whether the latest benchmark, or one held today, would renew the label."""
        dates = self.leads_to or award_dates(self.terms, self.today, self.last)
        return dates is not None and dates.kind == AwardKind.RENEWAL


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement with its state; `params` are those of the reason."""

    requirement: str
    kind: str
    state: State
    reason: Reason
    params: Mapping[str, Any] = field(default_factory=dict)


Found = tuple[State, Reason, dict[str, Any]]


def check_all(requirements: Iterable[Requirement], facts: Facts) -> tuple[Finding, ...]:
    """Hold every requirement against the facts, in the order given."""
    return tuple(
        Finding(requirement.code, requirement.kind, *CHECKS[Ask(requirement.kind)](requirement, facts))
        for requirement in requirements
    )


def overall(findings: Iterable[Finding]) -> State:
    """Return the worst of the states; a label that asks nothing is not known, rather than everybody's."""
    states = {finding.state for finding in findings}
    worst = (state for state in (State.MISSING, State.UNKNOWN, State.MET) if state in states)
    return next(worst, State.UNKNOWN)


def next_finding(findings: Iterable[Finding]) -> Finding | None:
    """Return what to see to next: what is missing, then what only waits for its time, then what is not known."""
    return min((finding for finding in findings if finding.state != State.MET), key=_urgency, default=None)


def _urgency(finding: Finding) -> int:
    if finding.state == State.UNKNOWN:
        return 2
    return 1 if finding.reason == Reason.TOO_EARLY else 0


def stage_of(terms: Terms, last: Held | None, today: date) -> Stage:
    """Say where a label stands: a label that begins later counts as held, since there is nothing to do for it."""
    if last is None:
        return Stage.NEVER
    if last.valid_until is None or today < opens_on(terms, last.valid_until):
        return Stage.HELD
    if today <= last.valid_until:
        return Stage.RENEWABLE
    return Stage.GRACE if today <= grace_until(terms, last.valid_until) else Stage.ENDED


def _benchmarked(requirement: Requirement, facts: Facts) -> Found:
    state, reason, about = _benchmark_found(requirement, facts)
    if state == State.MISSING and facts.stage == Stage.HELD:
        return _covered(facts)
    return state, reason, about | {"needed": requirement.needed}


def _benchmark_found(requirement: Requirement, facts: Facts) -> Found:
    if not facts.benchmarks:
        return State.MISSING, Reason.NO_BENCHMARK, {}
    found = facts.benchmarks[0]
    about: dict[str, Any] = {"day": found.day, "assessors": found.assessors}
    if facts.leads_to is None and facts.stage != Stage.HELD:
        return _of_another_time(found, facts)
    enough = found.assessors >= requirement.needed
    return (State.MET, Reason.BENCHMARKED, about) if enough else (State.MISSING, Reason.TOO_FEW_ASSESSORS, about)


def _of_another_time(benchmark: Benchmark, facts: Facts) -> Found:
    """The latest benchmark leads to no label: it led to the one that is to be renewed, or is long past."""
    last = facts.last
    if facts.is_renewal and last is not None and last.valid_until is not None:
        since = opens_on(facts.terms, last.valid_until)
        return State.MISSING, Reason.BEFORE_RENEWAL, {"day": benchmark.day, "since": since}
    until = first_until(facts.terms, benchmark.day)
    return State.MISSING, Reason.TOO_OLD, {"day": benchmark.day, "until": until}


def _covered(facts: Facts) -> Found:
    return State.MET, Reason.LABEL_HELD, {"until": facts.last.valid_until if facts.last else None}


def _months_since(requirement: Requirement, facts: Facts) -> Found:
    if facts.stage == Stage.HELD:
        return _covered(facts)
    if facts.is_renewal:
        return State.MET, Reason.NOT_ASKED_AGAIN, {}
    if not facts.benchmarks:
        return State.MISSING, Reason.NO_BENCHMARK, {}
    last, *before = facts.benchmarks
    first = next((found for found in before if _in_window(requirement, found.day, last.day)), None)
    if first is not None and facts.leads_to is not None:
        about = {"first": first.day, "second": last.day, "months": whole_months(first.day, last.day)}
        return State.MET, Reason.SECOND_IN_TIME, about
    return _window_after(requirement, last.day, facts.today)


def _in_window(requirement: Requirement, first: date, second: date) -> bool:
    since, until = _window(requirement, first)
    return since <= second <= (until or date.max)


def _window(requirement: Requirement, first: date) -> tuple[date, date | None]:
    until = requirement.amount_until
    return months_later(first, requirement.amount or 0), None if until is None else months_later(first, until)


def _window_after(requirement: Requirement, first: date, today: date) -> Found:
    since, until = _window(requirement, first)
    about = {"first": first, "since": since, "until": until}
    if today < since:
        return State.MISSING, Reason.TOO_EARLY, about
    if until is None or today <= until:
        return State.MISSING, Reason.WINDOW_OPEN, about
    return State.MISSING, Reason.WINDOW_MISSED, about


def _improvements(requirement: Requirement, facts: Facts) -> Found:
    return _enough(requirement, facts.improvements)


def _evidence(requirement: Requirement, facts: Facts) -> Found:
    return _enough(requirement, facts.evidence.get(requirement.code, Pieces()))


def _enough(requirement: Requirement, pieces: Pieces) -> Found:
    about = {
        "accepted": pieces.accepted, "waiting": pieces.waiting, "refused": pieces.refused, "needed": requirement.needed
    }  # fmt: skip
    if pieces.accepted >= requirement.needed:
        return State.MET, Reason.ENOUGH, about
    if pieces.accepted + pieces.waiting >= requirement.needed:
        return State.UNKNOWN, Reason.WAITING, about
    return State.MISSING, Reason.TOO_FEW, about


def _share(requirement: Requirement, facts: Facts) -> Found:
    figures = facts.figures
    if figures is None or figures.readiness is None:
        return _no_figures(figures)
    readiness = figures.readiness
    about = {
        "day": figures.day, "lowest_bp": readiness.share_lowest_bp, "highest_bp": readiness.share_highest_bp,
        "asked": readiness.share_needed, "short_at_best": readiness.short_at_best,
        "short_at_worst": readiness.short_at_worst, "not_assessed": len(readiness.not_assessed),
    }  # fmt: skip
    return _judged(figures, bool(readiness.short_at_best), bool(readiness.short_at_worst), about)


def _minimums(requirement: Requirement, facts: Facts) -> Found:
    figures = facts.figures
    if figures is None or figures.readiness is None:
        return _no_figures(figures)
    missed, unknown = figures.readiness.missed, figures.readiness.unknown
    about = {
        "day": figures.day, "met": figures.minimums_met, "total": figures.minimums_total,
        "missed": missed, "unknown": unknown,
    }  # fmt: skip
    return _judged(figures, bool(missed), bool(unknown), about)


def _no_figures(figures: Figures | None) -> Found:
    if figures is None:
        return State.UNKNOWN, Reason.NO_SCORES, {}
    return State.UNKNOWN, Reason.NO_GOLD_RULE, {"day": figures.day}


def _judged(figures: Figures, falls_short: bool, may_fall_short: bool, about: dict[str, Any]) -> Found:
    if falls_short:
        return State.MISSING, Reason.NOT_REACHED, about
    if may_fall_short:
        return State.UNKNOWN, Reason.UNCERTAIN, about
    return (State.MET, Reason.REACHED, about) if figures.is_confirmed else (State.UNKNOWN, Reason.NOT_CONFIRMED, about)


CHECKS: Mapping[Ask, Callable[[Requirement, Facts], Found]] = {
    Ask.BENCHMARKED: _benchmarked,
    Ask.MONTHS_SINCE: _months_since,
    Ask.IMPROVEMENTS: _improvements,
    Ask.MINIMUMS: _minimums,
    Ask.SHARE: _share,
    Ask.EVIDENCE: _evidence,
}
