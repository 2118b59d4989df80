"""Modules that are not in a plan, grouped by why: each group has a heading and what is true of all of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import PlanLine
from .plan_names import hours_words


@dataclass(frozen=True)
class Group:
    """Rows of modules left out for a like reason."""

    title: str
    intro: str
    rows: list[Any]


def _no_intro(line: PlanLine) -> str:
    return ""


def _no_room(line: PlanLine) -> str:
    """Say what `others_first` means; the minutes left beside the chosen modules are the same on every such line."""
    left = line.params.get("minutes_left", 0)
    free = (
        _("The chosen modules leave %(left)s free, too little for any of these.") % {"left": hours_words(left)}
        if left
        else _("The chosen modules leave no hours free.")
    )
    return f"{free} " + _(
        "To make room for one of these, chosen modules would have to leave, and no such plan would do better."
    )


Intro = Callable[[PlanLine], str]
KINDS: list[tuple[str | Promise, Intro, frozenset[str]]] = [
    (gettext_lazy("Useful, but there is no room"), _no_room, frozenset({"others_first"})),
    (gettext_lazy("As good as a chosen module"), _no_intro, frozenset({"tied"})),
    (gettext_lazy("Too long for this plan"), _no_intro, frozenset({"over_hours"})),
    (gettext_lazy("Nothing to add"), _no_intro, frozenset({"closes_nothing", "covered", "below_minimum"})),
]
REST = gettext_lazy("Not available for this plan")


def grouped(rows: Iterable[Any]) -> list[Group]:
    """Return the groups that have rows, the most useful modules first; each row has a `line`."""
    left, groups = list(rows), []
    for title, intro, reasons in KINDS:
        found = [row for row in left if row.line.reason in reasons]
        left = [row for row in left if row.line.reason not in reasons]
        if found:
            groups.append(Group(str(title), intro(found[0].line), found))
    return [*groups, Group(str(REST), "", left)] if left else groups
