"""Rows of the benchmark page: an indicator or a group together with what the gap rules found about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .gaps import (
    Change,
    ChangeStatus,
    Gap,
    GapStatus,
    GroupShare,
    Number,
    Reference,
    Round,
    as_shown,
    changes,
    find_gaps,
    group_shares,
    ranked,
)
from .models import Indicator, IndicatorGroup


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator in one round, held against the chosen reference and against the round before."""

    indicator: Indicator
    gap: Gap
    change: Change | None
    target: Number | None

    @property
    def score(self) -> Number | None:
        """The level given; none means "not assessed"."""
        return self.gap.score

    @property
    def reference(self) -> Fraction | None:
        """The level that the score is held against."""
        return self.gap.reference.level

    @property
    def is_met(self) -> bool:
        """Say whether the score is at its reference or above."""
        return self.gap.status == GapStatus.MET

    @property
    def is_below(self) -> bool:
        """Say whether the score is below its reference."""
        return self.gap.status == GapStatus.BELOW

    @property
    def misses_minimum(self) -> bool:
        """Say whether the score is known and below the minimum requirement."""
        minimum = self.indicator.minimum_requirement
        return minimum is not None and self.score is not None and self.score < minimum

    @property
    def earlier(self) -> Number | None:
        """The level of the round before, where it can be drawn on the same scale."""
        if self.change is None or self.change.status == ChangeStatus.OTHER_SCALE:
            return None
        return self.change.before


@dataclass(frozen=True, slots=True)
class Minimums:
    """How many minimum requirements a framework has, and how many of them a round meets for certain."""

    met: int
    total: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its share of the maximum now and in the round before."""

    group: IndicatorGroup
    share: GroupShare
    earlier: GroupShare | None

    @property
    def delta_bp(self) -> int | None:
        """The difference of the two shares as the page shows them, in basis points, where both are known."""
        if self.earlier is None or self.share.share_bp is None or self.earlier.share_bp is None:
            return None
        return as_shown(self.share.share_bp) - as_shown(self.earlier.share_bp)


def indicator_rows(
    indicators: Sequence[Indicator],
    now: Round,
    before: Round | None,
    references: Mapping[str, Reference],
    targets: Mapping[str, Number],
) -> list[IndicatorRow]:
    """Return one row for each indicator, in the order of the framework."""
    by_code = {indicator.code: indicator for indicator in indicators}
    changed = {change.indicator: change for change in changes(before, now)} if before else {}
    return [
        IndicatorRow(by_code[gap.indicator], gap, changed.get(gap.indicator), targets.get(gap.indicator))
        for gap in find_gaps(now.indicators, now.scores, references)
    ]


def minimums_of(found: Round) -> Minimums:
    """Count the minimum requirements of one round; one without a score is not met for certain."""
    asked = [(facts.minimum, found.scores.get(facts.code)) for facts in found.indicators if facts.minimum is not None]
    return Minimums(sum(score is not None and score >= minimum for minimum, score in asked), len(asked))


def ranked_rows(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """Keep what is below its reference, the most weighted gap first."""
    by_code = {row.indicator.code: row for row in rows}
    return [by_code[gap.indicator] for gap in ranked(row.gap for row in rows)]


def group_rows(indicators: Sequence[Indicator], now: Round, before: Round | None) -> list[GroupRow]:
    """Return one row for each group, in the order in which the framework asks them."""
    groups = {indicator.group.code: indicator.group for indicator in indicators}
    earlier = {share.group: share for share in group_shares(before.indicators, before.scores)} if before else {}
    return [
        GroupRow(groups[share.group], share, earlier.get(share.group))
        for share in group_shares(now.indicators, now.scores)
    ]
