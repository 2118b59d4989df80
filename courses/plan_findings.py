"""The words of what is wrong with the input of a plan, and of what to do about it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lms.needs.templatetags.amounts import hours

from .models import PlanLine, TrainingPlan
from .plan_names import Names
from .plan_values import Finding
from .plan_words import Params, Words, despite_words, not_available, prerequisite_cycle


def finding_words(finding: Finding, names: Names | None = None) -> str:
    """Return what is wrong with the input and what to do about it."""
    words = FINDINGS.get(finding.code)
    return words(finding.params, names or Names()) if words else finding.code


def empty_words(plan: TrainingPlan, lines: Sequence[PlanLine]) -> str:
    """Return why a plan without modules has none: what was left out by hand is not said to close nothing."""
    dropped = sum(line.is_dropped for line in lines)
    if not lines:
        return _("No module is offered: offer modules in the catalogue, then compute again.")
    if dropped == len(lines):
        return _("Every module was left out by hand: let the computation decide about some of them.")
    if not plan.budget_minutes:
        return _("The plan has no hours: raise them, then compute again.")
    if dropped:
        return _(
            "Of the modules that were not left out by hand, none closes one of these needs within the hours. "
            "The list below says why for each."
        )
    return _("No module closes one of these needs within the hours. The list below says why for each.")


def _out_of_range(params: Params, names: Names) -> str:
    fields = {
        "budget": _("the hours of the plan"),
        "weight": _("the weight of a need"),
        "gap": _("the gap of a need"),
        "minimum_gap": _("what is missing to a minimum requirement"),
        "minutes": _("the duration of a module"),
        "lift": _("the lift of a module"),
    }
    return _("%(of)s: %(field)s is %(value)s, which a plan cannot be made with. Correct it, then compute again.") % {
        "of": params.get("of") or _("Plan"),
        "field": fields.get(str(params.get("field")), str(params.get("field"))),
        "value": params.get("value"),
    }


def _duplicate_need(params: Params, names: Names) -> str:
    return _("The need %(need)s is there twice: drop one of the two.") % {"need": names.need(params.get("need"))}


def _duplicate_module(params: Params, names: Names) -> str:
    return _("The module %(module)s is there twice.") % _of_module(params, names)


def _unknown_prerequisite(params: Params, names: Names) -> str:
    return _("%(module)s asks for %(prerequisite)s, which is not offered.") % {
        **_of_module(params, names),
        "prerequisite": names.module(params.get("prerequisite")),
    }


def _pin_unknown(params: Params, names: Names) -> str:
    return _("%(module)s is not offered, so it cannot be wanted in the plan.") % _of_module(params, names)


def _pin_completed(params: Params, names: Names) -> str:
    return _("%(module)s is completed already: let the computation decide about it.") % _of_module(params, names)


def _pin_dropped(params: Params, names: Names) -> str:
    return _("%(module)s is both wanted and left out: choose one of the two.") % _of_module(params, names)


def _pin_cycle(params: Params, names: Names) -> str:
    return _("%(module)s cannot be wanted: %(why)s") % {
        **_of_module(params, names),
        "why": prerequisite_cycle(params, names),
    }


def _pin_prerequisite(params: Params, names: Names) -> str:
    return _("%(module)s cannot be wanted alone. %(why)s Put that one into the plan too, or let both be computed.") % {
        **_of_module(params, names),
        "why": not_available(params, names),
    }


def _pin_despite(params: Params, names: Names) -> str:
    return _("%(module)s is wanted in the plan all the same. %(why)s") % {
        **_of_module(params, names),
        "why": despite_words(params, names),
    }


def _pins_over_budget(params: Params, names: Names) -> str:
    return _(
        "The modules that you want (%(modules)s) take %(hours)s h with their prerequisites, but the budget is "
        "%(budget)s h: raise the hours or want fewer modules."
    ) % {
        "modules": names.all_modules(params.get("modules", [])),
        "hours": hours(int(params.get("minutes", 0))),
        "budget": hours(int(params.get("budget", 0))),
    }


def _not_proved(params: Params, names: Names) -> str:
    return _(
        "The search ended before the plan was proved to be the best one. "
        "Leave out some modules that are no option, then compute again."
    )


def _of_module(params: Params, names: Names) -> dict[str, str]:
    return {"module": names.module(params.get("module"))}


FINDINGS: dict[str, Words] = {
    "out_of_range": _out_of_range,
    "duplicate_need": _duplicate_need,
    "duplicate_module": _duplicate_module,
    "unknown_prerequisite": _unknown_prerequisite,
    "prerequisite_cycle": prerequisite_cycle,
    "pin_unknown": _pin_unknown,
    "pin_completed": _pin_completed,
    "pin_dropped": _pin_dropped,
    "pin_cycle": _pin_cycle,
    "pin_prerequisite": _pin_prerequisite,
    "pin_despite": _pin_despite,
    "pins_over_budget": _pins_over_budget,
    "not_proved": _not_proved,
}
