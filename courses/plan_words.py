"""The words of a plan's codes: why a module is in it or not, what is wrong with the input.

The rules answer with codes and parameters; here they become sentences in the reader's language. `Names` turns the
codes inside the parameters into titles.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.benchmarking.templatetags.benchmark import percent as share
from lms.needs.templatetags.amounts import hours

from .plan_values import Finding

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """Titles of modules by code and names of needs by key; what has none is shown as it is."""

    modules: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)

    def module(self, code: Any) -> str:
        """Return a module's title in quotes."""
        return f"«{self.modules.get(str(code), str(code))}»"

    def need(self, key: Any) -> str:
        """Return a need's name in quotes."""
        return f"«{self.needs.get(str(key), str(key))}»"

    def all_modules(self, codes: Iterable[Any]) -> str:
        """Return titles as a list in words."""
        return in_words([self.module(code) for code in codes])

    def all_needs(self, keys: Iterable[Any]) -> str:
        """Return names of needs as a list in words."""
        return in_words([self.need(key) for key in keys])


Words = Callable[[Params, Names], str]


def in_words(items: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s and %(last)s") % {"items": ", ".join(items[:-1]), "last": items[-1]}


def reason_words(code: str, params: Params, names: Names) -> str:
    """Return why a module is in the plan or not, as one or two sentences."""
    words = REASONS.get(code)
    return words(params, names) if words else code


def finding_words(finding: Finding, names: Names | None = None) -> str:
    """Return what is wrong with the input and what to do about it."""
    words = FINDINGS.get(finding.code)
    return words(finding.params, names or Names()) if words else finding.code


def _pinned(params: Params, names: Names) -> str:
    said = _("The coordinator wants it in the plan, whatever else is chosen.")
    return (
        said if params.get("own_weighted") or params.get("own_minimums") else f"{said} {_adds_nothing(params, names)}"
    )


def _adds_nothing(params: Params, names: Names) -> str:
    return _("On its own it closes nothing that the other modules would not close.")


def _closes(params: Params, names: Names) -> str:
    minimums = list(params.get("own_minimums", []))
    if not minimums:
        return _("Without it, part of these needs would stay open.")
    return ngettext(
        "Without it, the minimum requirement of %(needs)s would stay missed.",
        "Without it, the minimum requirements of %(needs)s would stay missed.",
        len(minimums),
    ) % {"needs": names.all_needs(minimums)}


def _prerequisite(params: Params, names: Names) -> str:
    modules = list(params.get("required_by", []))
    return ngettext(
        "It is needed before %(modules)s, which is in the plan.",
        "It is needed before %(modules)s, which are in the plan.",
        len(modules),
    ) % {"modules": names.all_modules(modules)}


def _completed(params: Params, names: Names) -> str:
    return _("The team has completed it already.")


def _dropped(params: Params, names: Names) -> str:
    return _("The coordinator left it out.")


def _other_audience(params: Params, names: Names) -> str:
    return _("It is for regional officials, not for cluster managers.")


def _other_language(params: Params, names: Names) -> str:
    return _("It is not taught in a language of the team.")


def _prerequisite_cycle(params: Params, names: Names) -> str:
    return _("%(modules)s ask for each other, so none can come first: correct their prerequisites.") % {
        "modules": names.all_modules(params.get("modules", []))
    }


def _prerequisite_missing(params: Params, names: Names) -> str:
    return " ".join(_missing_words(missing, names) for missing in params.get("missing", []))


def _missing_words(missing: Params, names: Names) -> str:
    why = {
        "completed": _("it is completed"),
        "dropped": _("the coordinator left it out"),
        "other_audience": _("it is for regional officials"),
        "other_language": _("it is not taught in a language of the team"),
        "prerequisite_cycle": _("it and other modules ask for each other"),
        "prerequisite_missing": _("a prerequisite of its own is missing"),
        "unknown": _("it is not offered"),
    }
    return _("It asks for %(module)s first, which is not available: %(why)s.") % {
        "module": names.module(missing["prerequisite"]),
        "why": why.get(str(missing["why"]), str(missing["why"])),
    }


def _closes_nothing(params: Params, names: Names) -> str:
    return _("It lifts none of the confirmed needs.")


def _covered(params: Params, names: Names) -> str:
    modules = list(params.get("modules", []))
    return ngettext(
        "What it closes is closed in full by %(modules)s.",
        "What it closes is closed in full by %(modules)s together.",
        len(modules),
    ) % {"modules": names.all_modules(modules)}


def _below_minimum(params: Params, names: Names) -> str:
    said = [
        _("It lifts %(need)s by %(lift)s, but %(missing)s are missing to the minimum requirement.")
        % {"need": names.need(need["need"]), "lift": share(need["lift"]), "missing": share(need["missing"])}
        for need in params.get("needs", [])
    ]
    return " ".join([*said, _with(params, names)]).strip()


def _with(params: Params, names: Names) -> str:
    others = list(params.get("with", []))
    if not others:
        return ""
    return ngettext(
        "It would bring its prerequisite %(modules)s along.",
        "It would bring its prerequisites %(modules)s along.",
        len(others),
    ) % {"modules": names.all_modules(others)}


def _over_hours(params: Params, names: Names) -> str:
    said = _("It needs %(needed)s h, but the budget has room for at most %(left)s h of it.") % _amounts(params)
    return f"{said} {_with(params, names)}".strip()


def _tied(params: Params, names: Names) -> str:
    return _("It is worth exactly as much as %(modules)s in the same hours; the order of the codes decided.") % {
        "modules": in_words_or([names.module(code) for code in params.get("instead_of", [])])
    }


def in_words_or(items: list[str]) -> str:
    """Return "a", "a or b", "a, b or c"."""
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s or %(last)s") % {"items": ", ".join(items[:-1]), "last": items[-1]}


def _others_first(params: Params, names: Names) -> str:
    said = _(
        "It needs %(needed)s h and the chosen modules leave %(left)s h: others would have to give way, "
        "and no such plan closes more."
    )
    return f"{said % _amounts(params)} {_with(params, names)}".strip()


def _amounts(params: Params) -> dict[str, str]:
    return {"needed": hours(params.get("minutes_needed", 0)), "left": hours(params.get("minutes_left", 0))}


REASONS: dict[str, Words] = {
    "pinned": _pinned,
    "closes": _closes,
    "prerequisite": _prerequisite,
    "completed": _completed,
    "dropped": _dropped,
    "other_audience": _other_audience,
    "other_language": _other_language,
    "prerequisite_cycle": _prerequisite_cycle,
    "prerequisite_missing": _prerequisite_missing,
    "closes_nothing": _closes_nothing,
    "covered": _covered,
    "below_minimum": _below_minimum,
    "over_hours": _over_hours,
    "tied": _tied,
    "others_first": _others_first,
}


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
        "why": _prerequisite_cycle(params, names),
    }


def _pin_prerequisite(params: Params, names: Names) -> str:
    return _("%(module)s cannot be wanted alone. %(why)s Put that one into the plan too, or let both be computed.") % {
        **_of_module(params, names),
        "why": _prerequisite_missing(params, names),
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
    "prerequisite_cycle": _prerequisite_cycle,
    "pin_unknown": _pin_unknown,
    "pin_completed": _pin_completed,
    "pin_dropped": _pin_dropped,
    "pin_cycle": _pin_cycle,
    "pin_prerequisite": _pin_prerequisite,
    "pins_over_budget": _pins_over_budget,
    "not_proved": _not_proved,
}
