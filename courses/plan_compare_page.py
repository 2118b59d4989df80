"""What the pages of a plan's versions show: the list of all, and two of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from .models import PlanLine, TrainingPlan
from .plan_compare import Comparison, Difference, Line, NeedEntry, Version, compare
from .plan_compare_words import difference_words
from .plan_inputs import key_of
from .plan_names import Names, hours_words, share_of
from .plan_page import PlanPage, plan_page

Status = TrainingPlan.Status
SHOWN_FIRST: list[str] = [Status.DRAFT, Status.PUBLISHED, Status.SUPERSEDED, Status.SET_ASIDE]


@dataclass(frozen=True)
class ModuleRow:
    """A module of one version or of both; `why` is empty where both hold it with the same wish."""

    title: str
    minutes: str
    why: str = ""


@dataclass(frozen=True)
class NeedRow:
    """A need with the shares of its gap that the versions close; none where it is not among the needs of one."""

    name: str
    left: NeedEntry | None
    right: NeedEntry | None

    @property
    def left_bp(self) -> int | None:
        """Basis points of the gap, on the left."""
        return _closed(self.left)

    @property
    def right_bp(self) -> int | None:
        """Basis points of the gap, on the right."""
        return _closed(self.right)


@dataclass(frozen=True)
class ComparePage:
    """Two versions that were read `for_page()`."""

    left: PlanPage
    right: PlanPage

    @cached_property
    def both(self) -> list[ModuleRow]:
        """The modules that both versions hold."""
        return [
            ModuleRow(self.names.modules.get(code, code), self._hours(code), self._wish(code))
            for code in self._found.both
        ]

    @cached_property
    def only_left(self) -> list[ModuleRow]:
        """The modules that only the version on the left holds, each with the reason."""
        return [self._row(found, self.left, self.right) for found in self._found.only_left]

    @cached_property
    def only_right(self) -> list[ModuleRow]:
        """The modules that only the version on the right holds, each with the reason."""
        return [self._row(found, self.right, self.left) for found in self._found.only_right]

    @cached_property
    def needs(self) -> list[NeedRow]:
        """The needs of either version, the heaviest first."""
        return [NeedRow(self.names.needs.get(pair.key, pair.key), pair.left, pair.right) for pair in self._found.needs]

    @property
    def has_equal_modules(self) -> bool:
        """Whether both versions hold the same modules."""
        return not self.only_left and not self.only_right

    @cached_property
    def names(self) -> Names:
        """Titles and names of either version."""
        left, right = self.left.names, self.right.names
        return Names(modules={**left.modules, **right.modules}, needs={**left.needs, **right.needs})

    @cached_property
    def _found(self) -> Comparison:
        return compare(_version(self.left.plan), _version(self.right.plan))

    def _row(self, found: Difference, held: PlanPage, other: PlanPage) -> ModuleRow:
        own = {row.line.module.code: row.why for row in other.others}
        why = difference_words(
            found,
            held=held.plan.version,
            other=other.plan.version,
            names=self.names,
            own_reason=own.get(found.code, ""),
        )
        return ModuleRow(
            self.names.modules.get(found.code, found.code), hours_words(_line(held, found.code).minutes), why
        )

    def _hours(self, code: str) -> str:
        """Say the hours of a module that both hold; of one that has changed, those of each version."""
        left, right = _line(self.left, code).minutes, _line(self.right, code).minutes
        if left == right:
            return hours_words(right)
        return _("%(left)s in version %(first)s, %(right)s in version %(second)s") % {
            "left": hours_words(left),
            "first": self.left.plan.version,
            "right": hours_words(right),
            "second": self.right.plan.version,
        }

    def _wish(self, code: str) -> str:
        """Say which version wants a module that both hold, when only one does."""
        wanted = [page.plan.version for page in (self.left, self.right) if _line(page, code).is_pinned]
        return _("The coordinator wants it in version %(held)s.") % {"held": wanted[0]} if len(wanted) == 1 else ""


def _line(page: PlanPage, code: str) -> PlanLine:
    return next(line for line in page.plan.lines.all() if line.module.code == code)


def _closed(entry: NeedEntry | None) -> int | None:
    return None if entry is None else share_of(entry.closed, entry.gap)


def _version(plan: TrainingPlan) -> Version:
    """Return a version as the rule compares it."""
    lines = {
        line.module.code: Line(
            code=line.module.code,
            minutes=line.minutes,
            chosen=line.is_chosen,
            reason=line.reason,
            pinned=line.is_pinned,
            dropped=line.is_dropped,
            closes=frozenset(part["need"] for part in line.params.get("closes", [])),
        )
        for line in plan.lines.all()
    }
    entries = [NeedEntry(key_of(entry.need), entry.weight, entry.gap_bp, entry.closed_bp) for entry in plan.needs.all()]
    return Version(plan.budget_minutes, lines, {entry.key: entry for entry in entries})


def compare_page(left: TrainingPlan, right: TrainingPlan) -> ComparePage:
    """Prepare the page of two versions that were read `for_page()`."""
    return ComparePage(plan_page(left), plan_page(right))


def chosen_versions(versions: Sequence[TrainingPlan], left: str, right: str) -> tuple[str, str]:
    """Return which two versions are compared: those asked for, else the published one and the draft.

    What is missing of the two is made up for by the latest version of another state, in the order of `SHOWN_FIRST`;
    `versions` come latest first, two at least.
    """
    later, earlier = sorted(versions, key=lambda plan: SHOWN_FIRST.index(plan.status))[:2]
    return left or str(earlier.version), right or str(later.version)
