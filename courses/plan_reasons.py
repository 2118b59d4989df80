"""Why each module is in the plan or not. Every reason is a fact about this plan that can be checked by itself.

Chosen (parameters of all three: `closes`: list of need, lift = the lift that can count, own = what of the closed gap is
lost if this module alone is taken out; `own_minimums`: needs whose minimum requirement is then missed; `own_weighted`:
weight x gap lost; `required_by`: chosen modules that ask for it)
- `pinned`        a person wants it; `despite`, when there is any: `other_audience`, `other_language`
- `closes`        without it something would be lost
- `prerequisite`  without it nothing would be lost, but modules in `required_by` ask for it

Not chosen, because it may not be
- `completed`, `dropped`, `other_audience`, `other_language`  (no parameters)
- `prerequisite_cycle`    modules: they ask for each other
- `prerequisite_missing`  missing: list of prerequisite, why (one of the codes above, this one, or `unknown`)

Not chosen, though it might be; the first that is true
- `closes_nothing`   it lifts none of the needs
- `covered`          modules, needs: all that it lifts (`needs`) is closed, minimum requirements included; `modules` are
                     the chosen ones that lift any of these needs. It would add nothing.
- `below_minimum`    needs: list of need, lift, missing: with its prerequisites (`with`) it would add nothing, since it
                     does not lift these needs by what is missing to their minimum requirement
What remains would add something to the plan (adds_weighted, adds_minimums), together with those of its prerequisites
that are not chosen. So, the plan being the best, it does not fit into the hours left beside the chosen modules.
Parameters: those two, minutes_needed (with its prerequisites `with`), minutes_left, and
- `over_hours`       no plan within these hours has room for it: `with`, minutes_needed and minutes_left are counted
                     beside the pins and their prerequisites alone, and it does not fit even there
- `tied`             instead_of: chosen modules, each of which could give way to it without any loss; the code decides
- `others_first`     it would fit if others gave way, but no plan with it within these hours closes more
"""

from dataclasses import dataclass
from functools import cached_property

from .plan_availability import with_prerequisites
from .plan_choice import Choice
from .plan_effect import Effect, Gain, lifted_needs
from .plan_values import Candidate, Decision, Params


@dataclass(frozen=True)
class Plan:
    """A solved plan: what it was chosen from, the chosen codes, and their effect on the needs."""

    choice: Choice
    chosen: frozenset[str]
    effect: Effect

    @cached_property
    def replaceable(self) -> list[Candidate]:
        """Return the chosen modules that neither a pin nor another chosen module holds in the plan."""
        free = sorted(self.chosen - self.choice.forced)
        return [self.choice.modules[code] for code in free if not self.required_by(code)]

    def required_by(self, code: str) -> list[str]:
        """Return the chosen modules that ask for a module directly."""
        return sorted(other for other in self.chosen if code in self.choice.modules[other].prerequisites)


def decide(plan: Plan) -> tuple[Decision, ...]:
    """Return one decision per module, in the order of the codes."""
    return tuple(_decision(plan, module) for _, module in sorted(plan.choice.modules.items()))


def _decision(plan: Plan, module: Candidate) -> Decision:
    if module.code in plan.chosen:
        return _why_chosen(plan, module)
    if module.code in plan.choice.excluded:
        exclusion = plan.choice.excluded[module.code]
        return Decision(module.code, False, exclusion.reason, exclusion.params)
    reason, params = _why_not(plan, module)
    return Decision(module.code, False, reason, params)


def _why_chosen(plan: Plan, module: Candidate) -> Decision:
    loss = plan.effect.loss([module])
    params = {
        "closes": [_closing(plan, module, key) for key in lifted_needs(plan.choice.needs, module)],
        "own_minimums": list(loss.minimums),
        "own_weighted": loss.weighted,
        "required_by": plan.required_by(module.code),
    }
    if module.code in plan.choice.pins and module.unsuited:
        params["despite"] = list(module.unsuited)
    own_reason = "closes" if loss else "prerequisite"
    return Decision(module.code, True, "pinned" if module.code in plan.choice.pins else own_reason, params)


def _closing(plan: Plan, module: Candidate, key: str) -> Params:
    need, total, lift = plan.effect.needs[key], plan.effect.lifts[key], module.lifts[key]
    own = min(need.gap, total) - min(need.gap, total - lift)
    return {"need": key, "lift": min(lift, need.reach), "own": own}


def _why_not(plan: Plan, module: Candidate) -> tuple[str, Params]:
    keys = lifted_needs(plan.choice.needs, module)
    if not keys:
        return "closes_nothing", {}
    if all(plan.effect.lifts[key] >= plan.effect.needs[key].reach for key in keys):
        return "covered", {"modules": _sharing(plan, keys), "needs": keys}
    extra = with_prerequisites([module.code], plan.choice.asks) - plan.chosen
    gain = plan.effect.gain(plan.choice.modules[code] for code in extra)
    if not gain:
        return "below_minimum", _below_minimum(plan, module, keys, extra)
    return _beyond_hours(plan, module, extra, gain)


def _sharing(plan: Plan, keys: list[str]) -> list[str]:
    return sorted(code for code in plan.chosen if any(plan.choice.modules[code].lifts.get(key) for key in keys))


def _below_minimum(plan: Plan, module: Candidate, keys: list[str], extra: frozenset[str]) -> Params:
    short = [(key, plan.effect.needs[key].reach - plan.effect.lifts[key]) for key in keys]
    return {
        "needs": [{"need": key, "lift": module.lifts[key], "missing": by} for key, by in short if by > 0],
        "with": sorted(extra - {module.code}),
    }


def _beyond_hours(plan: Plan, module: Candidate, extra: frozenset[str], gain: Gain) -> tuple[str, dict[str, object]]:
    adds = {"adds_weighted": gain.weighted, "adds_minimums": list(gain.minimums)}
    beside_pins = with_prerequisites([module.code], plan.choice.asks) - plan.choice.forced
    if plan.choice.minutes_of(beside_pins) > plan.choice.budget - plan.choice.minutes_of(plan.choice.forced):
        return "over_hours", {**adds, **_hours(plan, module, beside_pins, plan.choice.forced)}
    params = {**adds, **_hours(plan, module, extra, plan.chosen)}
    equals = _equals(plan, module) if extra == {module.code} else []
    return ("tied", {**params, "instead_of": equals}) if equals else ("others_first", params)


def _hours(plan: Plan, module: Candidate, needed: frozenset[str], beside: frozenset[str]) -> dict[str, object]:
    return {
        "with": sorted(needed - {module.code}),
        "minutes_needed": plan.choice.minutes_of(needed),
        "minutes_left": plan.choice.budget - plan.choice.minutes_of(beside),
    }


def _equals(plan: Plan, module: Candidate) -> list[str]:
    """Return the chosen modules of the same minutes that could give way to this one with the same result."""
    return [
        given.code
        for given in plan.replaceable
        if given.minutes == module.minutes
        and given.code not in module.prerequisites
        and plan.effect.is_even_exchange(given, module)
    ]
