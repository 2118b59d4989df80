"""The words of a plan's reasons: why a module is in it or not.

The rules answer with codes and parameters; here they become sentences in the reader's language. `Names` turns the
codes inside the parameters into titles, and weighted amounts into shares of the plan's weighted gap.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.benchmarking.templatetags.benchmark import percent as share

from .plan_names import Names, hours_words, in_words, in_words_or

Params: TypeAlias = Mapping[str, Any]
Words: TypeAlias = Callable[[Params, Names], str]


def reason_words(code: str, params: Params, names: Names) -> str:
    """Return why a module is in the plan or not, as one or a few sentences; `params` name the `module` itself too."""
    words = REASONS.get(code)
    return words(params, names) if words else code


def _sentences(*said: str) -> str:
    return " ".join(sentence for sentence in said if sentence)


def _pinned(params: Params, names: Names) -> str:
    wanted = _("The coordinator wants it in the plan, whatever else is chosen.")
    adds = _closes(params, names) or _("On its own it closes nothing that the other modules would not close.")
    return _sentences(wanted, despite_words(params, names), adds)


def despite_words(params: Params, names: Names) -> str:
    """Say what speaks against a module that a person wants all the same."""
    return _sentences(*(reason_words(reason, {}, names) for reason in params.get("despite", [])))


def _closes(params: Params, names: Names) -> str:
    """Say first which minimum requirement hangs on it, then what else is lost without it."""
    return _sentences(_secures(list(params.get("own_minimums", [])), names), _closes_most(params, names))


def _secures(minimums: list[str], names: Names) -> str:
    if not minimums:
        return ""
    return ngettext(
        "Without it, the minimum requirement of %(needs)s would stay missed.",
        "Without it, the minimum requirements of %(needs)s would stay missed.",
        len(minimums),
    ) % {"needs": names.all_needs(minimums)}


def _closes_most(params: Params, names: Names) -> str:
    lost = params.get("own_weighted", 0)
    top = _heaviest_parts(params, names)
    if not lost or not top:
        return ""
    said = {"needs": in_words([_amount_of(part, names) for part in top]), "part": names.part(lost)}
    return _lead(params, names, top) % said


def _lead(params: Params, names: Names, top: list[Params]) -> str:
    """Choose the sentence: all that it closes, the heaviest need, or simply the most."""
    if len(top) == len([part for part in params["closes"] if part["own"]]):
        return _("It closes %(needs)s; without it, another %(part)s of the weighted gap would stay open.")
    if len(top) == 1 and _is_heaviest(top[0], params["closes"], names):
        return _(
            "It closes most on %(needs)s, the heaviest of its needs; "
            "without it, another %(part)s of the weighted gap would stay open."
        )
    return _("It closes most on %(needs)s; without it, another %(part)s of the weighted gap would stay open.")


def _heaviest_parts(params: Params, names: Names) -> list[Params]:
    """Return the parts that weigh most of what this module alone closes; several when they weigh the same."""
    weighed = [(part["own"] * names.weights.get(part["need"], 1), part) for part in params.get("closes", [])]
    most = max((weight for weight, _part in weighed), default=0)
    return [part for weight, part in weighed if weight and weight == most]


def _is_heaviest(top: Params, parts: Iterable[Params], names: Names) -> bool:
    others = (names.weights.get(part["need"], 1) for part in parts if part["need"] != top["need"])
    return names.weights.get(top["need"], 1) > max(others, default=0)


def _amount_of(part: Params, names: Names) -> str:
    return _("%(need)s (%(amount)s of the range)") % {"need": names.need(part["need"]), "amount": share(part["own"])}


def _prerequisite(params: Params, names: Names) -> str:
    modules = list(params.get("required_by", []))
    return ngettext(
        "It is needed before %(modules)s, which is in the plan.",
        "It is needed before %(modules)s, which are in the plan.",
        len(modules),
    ) % {"modules": names.all_modules(modules)}


def _completed(params: Params, names: Names) -> str:
    return _("It is completed already.") if names.for_official else _("The team has completed it already.")


def _dropped(params: Params, names: Names) -> str:
    return _("The coordinator left it out.")


def _other_audience(params: Params, names: Names) -> str:
    if names.for_official:
        return _("It is for cluster managers, not for regional officials.")
    return _("It is for regional officials, not for cluster managers.")


def _other_language(params: Params, names: Names) -> str:
    if names.for_official:
        return _("It is not taught in a language that was asked for.")
    return _("It is not taught in a language of the team.")


def prerequisite_cycle(params: Params, names: Names) -> str:
    """Say which modules ask for each other."""
    return _("%(modules)s ask for each other, so none can come first: correct their prerequisites.") % {
        "modules": names.all_modules(params.get("modules", []))
    }


def not_available(params: Params, names: Names) -> str:
    """Say of each missing prerequisite why it is not available."""
    return " ".join(_missing_words(missing, names) for missing in params.get("missing", []))


def _other_language_short(official: bool) -> str:
    if official:
        return _("it is not taught in a language that was asked for")
    return _("it is not taught in a language of the team")


def _missing_words(missing: Params, names: Names) -> str:
    official = names.for_official
    why = {
        "completed": _("it is completed"),
        "dropped": _("the coordinator left it out"),
        "other_audience": _("it is for cluster managers") if official else _("it is for regional officials"),
        "other_language": _other_language_short(official),
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
    return _sentences(_along(params, names), *said)


def _along(params: Params, names: Names) -> str:
    others = list(params.get("with", []))
    if not others:
        return ""
    return ngettext(
        "It would bring its prerequisite %(modules)s along, which adds nothing either.",
        "It would bring its prerequisites %(modules)s along, which add nothing either.",
        len(others),
    ) % {"modules": names.all_modules(others)}


def _over_hours(params: Params, names: Names) -> str:
    return _sentences(_takes(params, names), _room(params), _adds(params, names))


def _room(params: Params) -> str:
    if not params.get("minutes_left"):
        return _("No hours of the plan could be free for it.")
    return _("At most %(left)s of the plan could be free for it.") % {"left": hours_words(params["minutes_left"])}


def _takes(params: Params, names: Names) -> str:
    others, needed = list(params.get("with", [])), hours_words(params.get("minutes_needed", 0))
    if not others:
        return _("It takes %(needed)s.") % {"needed": needed}
    return ngettext(
        "With its prerequisite %(modules)s it takes %(needed)s.",
        "With its prerequisites %(modules)s it takes %(needed)s.",
        len(others),
    ) % {"modules": names.all_modules(others), "needed": needed}


def _adds(params: Params, names: Names) -> str:
    """Say what the module, with its prerequisites, would have added to the plan."""
    minimums, weighted = list(params.get("adds_minimums", [])), params.get("adds_weighted", 0)
    closes = _("It would close another %(part)s of the weighted gap.") % {"part": names.part(weighted)}
    return _sentences(_would_meet(minimums, names), closes if weighted else "")


def _would_meet(minimums: list[str], names: Names) -> str:
    if not minimums:
        return ""
    return ngettext(
        "It would meet the minimum requirement of %(needs)s.",
        "It would meet the minimum requirements of %(needs)s.",
        len(minimums),
    ) % {"needs": names.all_needs(minimums)}


def _tied(params: Params, names: Names) -> str:
    codes = [str(code) for code in params.get("instead_of", [])]
    return _(
        "%(modules)s closes just as much in the same hours. Between equals the plan takes the module whose code "
        "comes first: %(codes)s before %(own)s."
    ) % {
        "modules": in_words_or([names.module(code) for code in codes]),
        "codes": in_words_or(codes),
        "own": params.get("module", ""),
    }


def _others_first(params: Params, names: Names) -> str:
    """Say what it would add; that there is no room for it is said once, of all such modules."""
    return _sentences(_takes(params, names) if params.get("with") else "", _adds(params, names))


REASONS: dict[str, Words] = {
    "pinned": _pinned,
    "closes": _closes,
    "prerequisite": _prerequisite,
    "completed": _completed,
    "dropped": _dropped,
    "other_audience": _other_audience,
    "other_language": _other_language,
    "prerequisite_cycle": prerequisite_cycle,
    "prerequisite_missing": not_available,
    "closes_nothing": _closes_nothing,
    "covered": _covered,
    "below_minimum": _below_minimum,
    "over_hours": _over_hours,
    "tied": _tied,
    "others_first": _others_first,
}
