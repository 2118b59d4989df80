"""What the page of a plan shows: stored lines and needs put into words of the reader's language."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from lms.needs.models import TrainingNeed

from .models import ModulePage, PlanLine, PlanNeed, TrainingPlan
from .plan_findings import empty_words, finding_words
from .plan_groups import Group, grouped
from .plan_inputs import key_of
from .plan_names import Names, hours_words, share_of
from .plan_titles import pages_of
from .plan_values import Finding
from .plan_words import reason_words
from .teaching_order import Step, in_teaching_order


@dataclass(frozen=True)
class Closing:
    """What one module closes of one need, in basis points: alone, and of that what no other module would close."""

    need: str
    lift: int
    own: int


@dataclass(frozen=True)
class LineRow:
    """A module of the plan, chosen or not, as it is shown."""

    line: PlanLine
    title: str
    page: ModulePage | None
    why: str
    closes: list[Closing]
    required_by: str

    @property
    def is_alone(self) -> bool:
        """Whether no other module of the plan makes up for any of what it closes."""
        return all(part.own == part.lift for part in self.closes)


@dataclass(frozen=True)
class NeedRow:
    """A need, what share of its gap the plan closes, and its minimum requirement where that is missed today.

    `lift` is what the plan brings, `available` what all modules that it may choose would bring, all in basis points.
    """

    entry: PlanNeed
    name: str
    share_closed: int
    lift: int
    available: int

    @property
    def meets_minimum(self) -> bool:
        """Whether the plan brings what is missing to the minimum requirement."""
        return self.lift >= (self.entry.minimum_gap_bp or 0)

    @property
    def is_beyond_reach(self) -> bool:
        """Whether no choice of modules, however many hours it may take, meets the minimum requirement."""
        return self.available < (self.entry.minimum_gap_bp or 0)

    @property
    def need(self) -> TrainingNeed:
        """The need itself."""
        return self.entry.need


@dataclass(frozen=True)
class PlanPage:
    """One version of a cluster's plan."""

    plan: TrainingPlan
    pages: Mapping[str, ModulePage]

    @cached_property
    def names(self) -> Names:
        """Titles of the plan's modules and names of its needs."""
        titles = {code: page.title for code, page in self.pages.items()}
        return Names(
            modules=titles,
            needs={key_of(entry.need): name_of(entry.need) for entry in self._entries},
            weights={key_of(entry.need): entry.weight for entry in self._entries},
            weighted_gap=self.plan.weighted_gap,
            for_official=self.plan.cluster_id is None,
        )

    @cached_property
    def chosen(self) -> list[LineRow]:
        """The modules of the plan, in the order in which they are taken."""
        rows = {line.module.code: self._row(line) for line in self._lines if line.is_chosen}
        return [rows[code] for code in in_teaching_order(_step(row.line) for row in rows.values())]

    @cached_property
    def others(self) -> list[LineRow]:
        """The modules that are not in the plan."""
        return [self._row(line) for line in self._lines if not line.is_chosen]

    @cached_property
    def groups(self) -> list[Group]:
        """The modules that are not in the plan, by the kind of reason."""
        return grouped(self.others)

    @cached_property
    def needs(self) -> list[NeedRow]:
        """The needs, the heaviest first."""
        ordered = sorted(self._entries, key=lambda entry: (-entry.weight * entry.gap_bp, entry.pk))
        return [self._need(entry) for entry in ordered]

    @property
    def closed_bp(self) -> int:
        """The share of the weighted gap that the plan closes, rounded down."""
        return closed_share(self.plan)

    @property
    def total(self) -> str:
        """The hours of the plan with their unit."""
        return hours_words(self.plan.total_minutes)

    @property
    def budget(self) -> str:
        """The hours that the plan may take, with their unit."""
        return hours_words(self.plan.budget_minutes)

    @cached_property
    def round_on(self) -> date | None:
        """The day of the assessment that the plan was made from; none where all its needs are declared."""
        return max(
            (entry.need.assessment.assessed_on for entry in self._entries if entry.need.assessment), default=None
        )

    @property
    def newer_round_on(self) -> date | None:
        """The day of an assessment that was closed since, for a plan in force: needs and plan wait to be renewed."""
        latest: date | None = getattr(self.plan, "latest_round_on", None)
        is_newer = latest is not None and self.round_on is not None and latest > self.round_on
        return latest if is_newer and self.plan.status == TrainingPlan.Status.PUBLISHED else None

    @property
    def doubts(self) -> list[str]:
        """What speaks against modules that a coordinator wants all the same."""
        wanted = [(line, list(line.params.get("despite", []))) for line in self._lines if line.is_chosen]
        told = (
            Finding("pin_despite", {"module": line.module.code, "despite": despite}, blocks=False)
            for line, despite in wanted
            if despite
        )
        return [finding_words(finding, self.names) for finding in told]

    @property
    def why_empty(self) -> str:
        """Why a plan without modules has none."""
        return empty_words(self.plan, self._lines)

    @property
    def minimums_left(self) -> int:
        """How many minimum requirements stay missed."""
        return self.plan.minimums_open - self.plan.minimums_met

    @property
    def _lines(self) -> list[PlanLine]:
        return list(self.plan.lines.all())

    @property
    def _entries(self) -> list[PlanNeed]:
        return list(self.plan.needs.all())

    def _row(self, line: PlanLine) -> LineRow:
        code, params = line.module.code, line.params
        return LineRow(
            line=line,
            title=self.names.modules.get(code, code),
            page=self.pages.get(code),
            why=reason_words(line.reason, params | {"module": code}, self.names),
            closes=[self._closing(part) for part in params.get("closes", [])],
            required_by=self.names.all_modules(params.get("required_by", [])),
        )

    def _need(self, entry: PlanNeed) -> NeedRow:
        lift = self._lifts.get(key_of(entry.need), 0)
        return NeedRow(
            entry=entry,
            name=name_of(entry.need),
            share_closed=share_of(entry.closed_bp, entry.gap_bp),
            lift=lift,
            available=max(lift, getattr(entry, "available_bp", None) or 0),
        )

    @cached_property
    def _lifts(self) -> Counter[str]:
        """The total lift per need; `closed_bp` ends at the gap, a minimum requirement may lie beyond it."""
        lifts: Counter[str] = Counter()
        for line in self._lines:
            lifts.update({part["need"]: part["lift"] for part in line.params.get("closes", [])})
        return lifts

    def _closing(self, part: dict[str, Any]) -> Closing:
        return Closing(self.names.needs.get(part["need"], part["need"]), part["lift"], part["own"])


def plan_page(plan: TrainingPlan) -> PlanPage:
    """Prepare the page of a plan that was read `for_page()`."""
    return PlanPage(plan, pages_of(line.module for line in plan.lines.all()))


def name_of(need: TrainingNeed) -> str:
    """Return what a need is called in the reader's language."""
    return str(need.indicator.name if need.indicator else need.competence)


def closed_share(plan: TrainingPlan) -> int:
    """Return the share of the weighted gap that a plan closes, in basis points rounded down; 0 without needs."""
    return share_of(plan.weighted_closed, plan.weighted_gap) if plan.weighted_gap else 0


def _step(line: PlanLine) -> Step:
    module, required_by = line.module, line.params.get("required_by", [])
    return Step(module.code, module.planned_from, module.planned_until, frozenset(required_by))


@dataclass(frozen=True)
class Changes:
    """What a draft would change against the published version: titles of modules that come and go, and amounts."""

    before: TrainingPlan
    added: list[str]
    removed: list[str]
    kept: int

    @property
    def closed_before_bp(self) -> int:
        """The share that the published version closes of its own needs."""
        return closed_share(self.before)


def changes_between(before: PlanPage, after: PlanPage) -> Changes:
    """Compare two versions by the modules they hold."""
    old, new = ({row.line.module.code: row.title for row in page.chosen} for page in (before, after))
    return Changes(
        before=before.plan,
        added=[title for code, title in new.items() if code not in old],
        removed=[title for code, title in old.items() if code not in new],
        kept=len(old.keys() & new.keys()),
    )
