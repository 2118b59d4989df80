"""Every indicator of every cluster side by side: the level, and how it stands to the excellence threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from lms.clusters.models import Cluster

from .gaps import MEDIAN, Number, Scores, quantile
from .models import Indicator, IndicatorGroup


class Standing(StrEnum):
    """How one level stands; a minimum requirement that is missed comes before everything else."""

    MET = "met"
    NEAR = "near"
    FAR = "far"
    MISSED = "missed"
    NO_THRESHOLD = "plain"
    NOT_ASSESSED = "none"


@dataclass(frozen=True, slots=True)
class LevelCell:
    """The level of one cluster on one indicator; none where it was not assessed."""

    level: Number | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator: a cell for each cluster, and the median of the levels that there are."""

    indicator: Indicator
    cells: Sequence[LevelCell]
    median: Fraction | None


@dataclass(frozen=True, slots=True)
class GroupBlock:
    """The indicators of one group."""

    group: IndicatorGroup
    lines: Sequence[IndicatorLine]


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of one cluster's assessed levels are at the threshold."""

    met: int
    assessed: int


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """Indicators down, clusters across."""

    clusters: Sequence[Cluster]
    blocks: Sequence[GroupBlock]

    @property
    def lines(self) -> list[IndicatorLine]:
        """All lines, without their groups."""
        return [line for block in self.blocks for line in block.lines]

    @property
    def has_thresholds(self) -> bool:
        """Say whether there is anything to be held against."""
        return any(line.indicator.excellence_threshold is not None for line in self.lines)

    @property
    def has_minimums(self) -> bool:
        """Say whether a minimum requirement could be missed."""
        return any(line.indicator.minimum_requirement is not None for line in self.lines)

    @property
    def reached(self) -> list[Reached]:
        """Count for each cluster what has a threshold and was assessed, and what of it is there."""
        held = [line for line in self.lines if line.indicator.excellence_threshold is not None]
        return [_reached([line.cells[column] for line in held]) for column in range(len(self.clusters))]


def indicator_table(
    indicators: Sequence[Indicator], clusters: Sequence[Cluster], scores: Sequence[Scores], *, step: Number
) -> IndicatorTable:
    """Lay the table out; `scores` stand in the order of the clusters, `step` is what one level is in points.

    The groups keep their own order, and the indicators theirs within each.
    """
    ordered = sorted(indicators, key=lambda found: (found.group.position, found.group.code))
    lines = [_line(indicator, scores, step) for indicator in ordered]
    blocks = groupby(lines, key=lambda line: line.indicator.group)
    return IndicatorTable(clusters, [GroupBlock(group, list(members)) for group, members in blocks])


def standing(indicator: Indicator, level: Number | None, step: Number) -> Standing:
    """Say how a level stands: one step below the threshold, or less, is near."""
    minimum, threshold = indicator.minimum_requirement, indicator.excellence_threshold
    if level is None:
        return Standing.NOT_ASSESSED
    if minimum is not None and level < minimum:
        return Standing.MISSED
    if threshold is None:
        return Standing.NO_THRESHOLD
    if level >= threshold:
        return Standing.MET
    return Standing.NEAR if threshold - level <= step else Standing.FAR


def _line(indicator: Indicator, scores: Sequence[Scores], step: Number) -> IndicatorLine:
    levels = [found.get(indicator.code) for found in scores]
    known = [level for level in levels if level is not None]
    cells = [LevelCell(level, standing(indicator, level, step)) for level in levels]
    return IndicatorLine(indicator, cells, quantile(known, MEDIAN) if known else None)


def _reached(cells: Sequence[LevelCell]) -> Reached:
    met = sum(cell.standing == Standing.MET for cell in cells)
    return Reached(met, sum(cell.level is not None for cell in cells))
