"""What a plan is computed from, read from the tables: needs with their weights, modules with what they lift."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.clusters.models import Cluster
from lms.needs.beneficiaries import Beneficiary, owned_by
from lms.needs.models import TrainingNeed

from .completions import completions
from .models import Module, TrainingPlan
from .plan import DECLARED_LIFT, Candidate, Need, PlanResult, declared_need, make_plan

Languages = TrainingPlan.Languages
FOR_CLUSTERS = (Module.Audience.MANAGERS, Module.Audience.BOTH)
FOR_OFFICIALS = (Module.Audience.OFFICIALS, Module.Audience.BOTH)


@dataclass(frozen=True)
class PlanInputs:
    """Needs by their key and modules by their code, as rows and as values; `digest` tells whether any of it changed."""

    needs: Mapping[str, TrainingNeed]
    modules: Mapping[str, Module]
    weighted: tuple[Need, ...]
    candidates: tuple[Candidate, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the values in the order of their keys."""
        needs = [[need.key, need.weight, need.gap, need.minimum_gap] for need in self.weighted]
        modules = [_as_list(candidate) for candidate in self.candidates]
        return hashlib.sha256(json.dumps([sorted(needs), sorted(modules)]).encode()).hexdigest()

    def solve(self, *, budget_minutes: int, pins: Iterable[str], drops: Iterable[str]) -> PlanResult:
        """Compute the best plan from these inputs."""
        return make_plan(self.weighted, self.candidates, budget_minutes=budget_minutes, pins=pins, drops=drops)


def plan_inputs(owner: Beneficiary, languages: str) -> PlanInputs:
    """Read what a plan of this cluster or official is computed from today."""
    rows = TrainingNeed.objects.for_plans().filter(**owned_by(owner)).select_related("indicator", "competence")
    needs = {key_of(need): need for need in rows.order_by("pk")}
    modules = {module.code: module for module in Module.objects.for_planning()}
    completed = {done.module for done in completions(owner=owner)}
    audiences = FOR_CLUSTERS if isinstance(owner, Cluster) else FOR_OFFICIALS
    return PlanInputs(
        needs=needs,
        modules=modules,
        weighted=tuple(weighted_need(key, need) for key, need in needs.items()),
        candidates=tuple(_candidate(module, needs, completed, audiences, languages) for module in modules.values()),
    )


def key_of(need: TrainingNeed) -> str:
    """Return what names a need in a plan: the code of its indicator, or its competence."""
    if need.indicator:
        return need.indicator.code
    return f"competence:{need.competence.slug}" if need.competence else ""


def weighted_need(key: str, need: TrainingNeed) -> Need:
    """Return a need as the plan weighs it: the indicator's weight times the priority (see decision 0007)."""
    indicator = need.indicator
    if indicator is None:
        return declared_need(key, need.priority, need.gap_bp)
    return Need(
        key=key,
        weight=indicator.weight * need.priority,
        gap=need.gap_bp or 0,
        minimum_gap=_minimum_gap(need),
    )


def _minimum_gap(need: TrainingNeed) -> int | None:
    """Return what the score misses of the indicator's minimum requirement, in basis points; none when it is met."""
    indicator, score = need.indicator, need.score
    if indicator is None or score is None or indicator.minimum_requirement is None:
        return None
    if score >= indicator.minimum_requirement:
        return None
    short = Fraction(indicator.minimum_requirement - score) / Fraction(indicator.max_level - indicator.min_level)
    return int(short * 10_000 + Fraction(1, 2))


def _candidate(
    module: Module, needs: Mapping[str, TrainingNeed], completed: set[int], audiences: Iterable[str], languages: str
) -> Candidate:
    asked = (asked for asked in module.prerequisites.all() if asked.pk not in completed)
    return Candidate(
        code=module.code,
        minutes=module.duration_minutes,
        lifts=_lifts(module, needs),
        prerequisites=frozenset(asked.code for asked in asked),
        completed=module.pk in completed,
        audience_fits=module.audience in audiences,
        language_fits=_fits(module, languages),
    )


def _lifts(module: Module, needs: Mapping[str, TrainingNeed]) -> dict[str, int]:
    by_indicator = {lift.indicator_id: lift.share_bp for lift in module.lifts.all()}
    competences = {tagged.tag_id for tagged in module.tagged_competences.all()}
    found = {key: by_indicator[need.indicator_id] for key, need in needs.items() if need.indicator_id in by_indicator}
    declared = {key: DECLARED_LIFT for key, need in needs.items() if need.competence_id in competences}
    return found | declared


def _fits(module: Module, languages: str) -> bool:
    return {Languages.ITALIAN: module.in_italian, Languages.ENGLISH: module.in_english}.get(Languages(languages), True)


def _as_list(candidate: Candidate) -> list[object]:
    return [
        candidate.code,
        candidate.minutes,
        sorted(candidate.lifts.items()),
        sorted(candidate.prerequisites),
        candidate.completed,
        candidate.audience_fits,
        candidate.language_fits,
    ]
