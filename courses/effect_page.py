"""What the pages of the effect show: tallies of each cluster and of all, with what may be said of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lms.benchmarking.charts.coordinates import percentage
from lms.benchmarking.gaps import WHOLE
from lms.benchmarking.models import Indicator
from lms.clusters.models import Cluster
from lms.labels.label_dates import whole_months

from .effect import MATCHES_NEEDED, Observation, Tally, equally_low, tally
from .effect_reading import ClusterEffect, Effects, Followed

# Years between two rounds after which a page says that much else has happened.
FAR_APART = 3


@dataclass(frozen=True)
class Pair:
    """What the plan aimed at beside the others."""

    aimed: Tally
    others: Tally

    @property
    def direction(self) -> str:
        """Which side rose more often, as a code: more, less, equal, or unknown where a side is empty."""
        aimed, others = self.aimed.up_bp, self.others.up_bp
        if aimed is None or others is None:
            return "unknown"
        return "more" if aimed > others else "less" if aimed < others else "equal"

    @property
    def aimed_at(self) -> str | None:
        """Where the share of risen indicators is drawn, across; none where there is none."""
        return _place(self.aimed.up_bp)

    @property
    def others_at(self) -> str | None:
        """The same of the others."""
        return _place(self.others.up_bp)


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of one cluster."""

    indicator: Indicator
    seen: Observation

    @property
    def move(self) -> str:
        """Whether it rose, fell or stayed, as a code."""
        return "up" if self.seen.change_bp > 0 else "down" if self.seen.change_bp < 0 else "same"


@dataclass(frozen=True)
class EffectRow:
    """One cluster."""

    effect: ClusterEffect

    @property
    def cluster(self) -> Cluster | None:
        """Whose plan it is."""
        return self.effect.cluster

    @property
    def followed(self) -> Followed:
        """The plan and the rounds before and after it."""
        return self.effect.followed

    @cached_property
    def pair(self) -> Pair:
        """All indicators that can be compared."""
        return Pair(tally(self.effect.observed.aimed), tally(self.effect.observed.others))

    @cached_property
    def matched(self) -> Pair | None:
        """Only what started equally low on both sides; none where there is too little."""
        return _pair_of_enough(*equally_low(self.effect.observed.compared))

    @property
    def left_out(self) -> Counter[str]:
        """How many indicators cannot be compared, by reason."""
        return self.effect.observed.left_out

    @property
    def left_out_count(self) -> int:
        """How many indicators cannot be compared."""
        return self.left_out.total()

    @property
    def along(self) -> int:
        """How many of the others a module of the plan lifts too."""
        return sum(seen.along for seen in self.effect.observed.others)

    @property
    def years(self) -> int:
        """How many whole years lie between the rounds."""
        return whole_months(self.followed.before.assessed_on, self.followed.after.assessed_on) // 12

    @property
    def is_of_two_kinds(self) -> bool:
        """Whether the rounds were made in different ways, a self-assessment and an interview for example."""
        return self.followed.before.kind != self.followed.after.kind

    @property
    def is_of_two_versions(self) -> bool:
        """Whether the rounds were scored on different versions of the framework."""
        return self.followed.before.framework_id != self.followed.after.framework_id

    @cached_property
    def aimed(self) -> list[IndicatorRow]:
        """The indicators that the plan aimed at, in the framework's order."""
        return self._rows(self.effect.observed.aimed)

    @cached_property
    def others(self) -> list[IndicatorRow]:
        """All the others."""
        return self._rows(self.effect.observed.others)

    def _rows(self, seen: Iterable[Observation]) -> list[IndicatorRow]:
        return [IndicatorRow(self.effect.indicators[one.code], one) for one in seen]


@dataclass(frozen=True)
class EffectPage:
    """All clusters together; each indicator of each cluster counts once."""

    effects: Effects

    @cached_property
    def rows(self) -> list[EffectRow]:
        """The clusters that a later round followed."""
        return [EffectRow(effect) for effect in self.effects.seen]

    @cached_property
    def pair(self) -> Pair:
        """All indicators of all clusters."""
        observed = [row.effect.observed for row in self.rows]
        return Pair(tally(_chain(one.aimed for one in observed)), tally(_chain(one.others for one in observed)))

    @cached_property
    def matched(self) -> Pair | None:
        """What started equally low on both sides of the same cluster."""
        sides = [equally_low(row.effect.observed.compared) for row in self.rows]
        return _pair_of_enough(_chain(aimed for aimed, _ in sides), _chain(others for _, others in sides))

    @cached_property
    def directions(self) -> Counter[str]:
        """In how many clusters what the plan aimed at rose more often, less often or as often as the others."""
        return Counter(row.pair.direction for row in self.rows)

    @property
    def agreement(self) -> str:
        """Whether the comparison of what started equally low says the same as that of all, as a code."""
        if self.matched is None or self.pair.direction == "unknown":
            return "unknown"
        return "agrees" if self.matched.direction == self.pair.direction else "contradicts"

    @property
    def completed(self) -> int:
        """How many modules of these plans are recorded as completed by the later round."""
        return sum(row.effect.completed for row in self.rows)

    @property
    def modules(self) -> int:
        """How many modules these plans hold."""
        return sum(row.effect.modules for row in self.rows)

    @property
    def left_out_by_reason(self) -> Counter[str]:
        """How many indicators cannot be compared, by reason."""
        return sum((row.left_out for row in self.rows), Counter[str]())

    @property
    def indicators(self) -> int:
        """How many indicators are compared."""
        return self.pair.aimed.count + self.pair.others.count

    @property
    def left_out(self) -> int:
        """How many indicators cannot be compared."""
        return sum(row.left_out_count for row in self.rows)

    @property
    def along(self) -> int:
        """How many of the others a module of a plan lifts too."""
        return sum(row.along for row in self.rows)

    @property
    def is_of_two_versions(self) -> bool:
        """Whether some rounds were scored on different versions of a framework."""
        return any(row.is_of_two_versions for row in self.rows)

    @property
    def years(self) -> int:
        """How many whole years lie between the rounds of the cluster where it is longest; 0 when that says nothing."""
        longest = max((row.years for row in self.rows), default=0)
        return longest if longest >= FAR_APART else 0

    @property
    def is_of_two_kinds(self) -> bool:
        """Whether some rounds were made in different ways."""
        return any(row.is_of_two_kinds for row in self.rows)


def _chain(parts: Iterable[Iterable[Observation]]) -> list[Observation]:
    return [one for part in parts for one in part]


def _pair_of_enough(aimed: Sequence[Observation], others: Sequence[Observation]) -> Pair | None:
    if min(len(aimed), len(others)) < MATCHES_NEEDED:
        return None
    return Pair(tally(aimed), tally(others))


def _place(share_bp: int | None) -> str | None:
    return None if share_bp is None else percentage(share_bp, WHOLE)
