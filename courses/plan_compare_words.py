"""The words of what differs between two versions of a plan."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plan_compare import Difference
from .plan_names import Names, hours_words


def difference_words(found: Difference, *, held: int, other: int, names: Names, own_reason: str) -> str:
    """Return why version `held` holds a module and version `other` does not.

    `own_reason` is what the other version itself says of the module, which is told where nothing else explains it.
    """
    said = {"held": held, "other": other}
    needs = [str(key) for key in _list(found.params.get("needs"))]
    words = {
        "wanted": _("The coordinator wants it in version %(held)s."),
        "left_out": _("The coordinator left it out of version %(other)s."),
        "not_offered": _("It was not offered when version %(other)s was computed."),
        "other_hours": _(
            "The module itself changed: %(minutes)s in version %(held)s, %(others)s in version %(other)s."
        ),
        "needs_gone": ngettext(
            "The need that it closes, %(needs)s, is not in version %(other)s.",
            "None of the needs that it closes is in version %(other)s: %(needs)s.",
            len(needs),
        ),
        "needs_differ": ngettext(
            "A need that it closes has another gap or weight in version %(other)s, or is not there: %(needs)s.",
            "Needs that it closes have another gap or weight in version %(other)s, or are not there: %(needs)s.",
            len(needs),
        ),
        "fewer_hours": _("Version %(other)s has %(minutes)s less."),
        "otherwise": _("There is no room for it in version %(other)s.") if _has_no_room(found) else "",
    }
    sentence = words.get(found.reason, "") % {
        **said,
        "needs": names.all_needs(needs),
        "minutes": hours_words(_whole(found.params.get("minutes"))),
        "others": hours_words(_whole(found.params.get("minutes_other"))),
    }
    if found.reason in ("wanted", "left_out", "not_offered") or not own_reason:
        return sentence
    own = _("Version %(other)s says: %(reason)s") % {"other": other, "reason": own_reason}
    return f"{sentence} {own}".strip()


def _has_no_room(found: Difference) -> bool:
    """Say whether its own reason is one of a group that tells this once for all: see `plan_groups`."""
    return found.params.get("own") == "others_first"


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
