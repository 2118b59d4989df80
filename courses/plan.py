"""The training plan: the modules that close most within the hours, proved best, each with its reason.

Of all sets of available modules within the budget that hold every pin, leave out every drop and bring their
prerequisites along, the plan is the one with
1. the most minimum requirements met, then
2. the most weighted gap closed: the sum over the needs of weight x min(gap, total lift), then
3. the fewest minutes (and, of modules without minutes, the fewest), then
4. the first code where two sets differ: the set that has it wins, which makes the sorted tuple of codes the smallest.
So there is exactly one, and the order of the input does not matter.
"""

from collections.abc import Iterable

from .plan_checks import check_input, check_pinned, check_prerequisites
from .plan_choice import Choice, choice_between
from .plan_effect import Effect
from .plan_model import build_programme
from .plan_reasons import Plan, decide
from .plan_solver import solve
from .plan_values import Candidate, Decision, Finding, Need, NeedOutcome, PlanResult

__all__ = [
    "DECLARED_GAP",
    "DECLARED_LIFT",
    "Candidate",
    "Decision",
    "Finding",
    "Need",
    "NeedOutcome",
    "PlanResult",
    "declared_need",
    "make_plan",
]

DECLARED_GAP = 5_000
DECLARED_LIFT = 2_500


def declared_need(key: str, priority: int, gap: int | None = None) -> Need:
    """Return the need of a competence that somebody declared without a score.

    Without a score there is no gap to measure: half of the range stands in for it, unless ratings gave one. A module
    with the competence lifts it by DECLARED_LIFT, a quarter (one level of an indicator with levels 0..4): two modules
    close that half. The priority (1 low, 2 medium, 3 high; anything else is taken as the nearest) is the weight.
    """
    return Need(key=key, weight=min(3, max(1, priority)), gap=DECLARED_GAP if gap is None else gap)


def make_plan(
    needs: Iterable[Need],
    candidates: Iterable[Candidate],
    *,
    budget_minutes: int,
    pins: Iterable[str] = (),
    drops: Iterable[str] = (),
) -> PlanResult:
    """Return the best plan with its reasons, or findings that block it; `pins` and `drops` are codes of modules.

    Beside the findings of `plan_checks` and `plan_availability` there is `not_proved` (no parameters), which blocks:
    the search ended before the plan was proved best.
    """
    needs = sorted(needs, key=lambda need: need.key)
    candidates = sorted(candidates, key=lambda module: module.code)
    findings = check_input(needs, candidates, budget_minutes)
    if findings:
        return PlanResult(budget_minutes=budget_minutes, findings=findings)
    choice = choice_between(needs, candidates, budget=budget_minutes, pins=frozenset(pins), drops=frozenset(drops))
    told = (*check_prerequisites(choice.modules, choice.asks), *check_pinned(choice.modules, choice.pins))
    blocks = choice.check()
    chosen = None if blocks else _best(choice)
    if chosen is None:
        blocks = blocks or (Finding("not_proved", {}),)
        return PlanResult(budget_minutes=budget_minutes, findings=(*blocks, *told))
    return _result(choice, chosen, told)


def _best(choice: Choice) -> frozenset[str] | None:
    modules = choice.worthwhile()
    values = solve(build_programme(choice.needs, modules, choice.forced, choice.budget))
    if values is None:
        return None
    return frozenset(code for code, value in zip(modules, values, strict=False) if value)


def _result(choice: Choice, chosen: frozenset[str], told: tuple[Finding, ...]) -> PlanResult:
    effect = Effect(choice.needs, (choice.modules[code] for code in chosen))
    return PlanResult(
        budget_minutes=choice.budget,
        findings=told,
        chosen=tuple(sorted(chosen)),
        minutes=choice.minutes_of(chosen),
        outcomes=effect.outcomes(),
        decisions=decide(Plan(choice, chosen, effect)),
    )
