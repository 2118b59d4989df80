"""What a plan's codes stand for: titles of modules, names of needs, and amounts as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.benchmarking.templatetags.benchmark import percent_reached
from lms.needs.templatetags.amounts import hours

SMALLEST_SHARE = 10


@dataclass(frozen=True)
class Names:
    """Titles of modules by code and names of needs by key; what has none is shown as it is.

    `weights` are those of the needs, `weighted_gap` is the whole that the plan's sums are parts of; `for_official`
    says that the plan is a person's, not a team's.
    """

    modules: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    weighted_gap: int = 0
    for_official: bool = False

    def module(self, code: Any) -> str:
        """Return a module's title in quotes."""
        return in_quotes(self.modules.get(str(code), str(code)))

    def need(self, key: Any) -> str:
        """Return a need's name in quotes."""
        return in_quotes(self.needs.get(str(key), str(key)))

    def all_modules(self, codes: Iterable[Any]) -> str:
        """Return titles as a list in words."""
        return in_words([self.module(code) for code in codes])

    def all_needs(self, keys: Iterable[Any]) -> str:
        """Return names of needs as a list in words."""
        return in_words([self.need(key) for key in keys])

    def part(self, weighted: int) -> str:
        """Return a weighted amount as a share of the weighted gap; what is not nothing never reads 0 %."""
        return percent_reached(max(share_of(weighted, self.weighted_gap), SMALLEST_SHARE))


def share_of(part: int, whole: int) -> int:
    """Return basis points, rounded down: 100 % is the whole alone. Of nothing, nothing is left open."""
    return part * 10_000 // whole if whole else 10_000


def in_quotes(text: str) -> str:
    """Return a title in the quotation marks of the reader's language."""
    return _("“%(title)s”") % {"title": text}


def in_words(items: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s and %(last)s") % {"items": ", ".join(items[:-1]), "last": items[-1]}


def in_words_or(items: list[str]) -> str:
    """Return "a", "a or b", "a, b or c"."""
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s or %(last)s") % {"items": ", ".join(items[:-1]), "last": items[-1]}


def hours_words(minutes: int) -> str:
    """Return minutes as "1 hour" or "7.5 hours"."""
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if minutes == 60 else 2) % {"hours": hours(minutes)}
