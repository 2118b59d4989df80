"""Hands the rows of a benchmark to the charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from .benchmark_rows import GroupRow, IndicatorRow
from .charts import Bars, BarValues, Radar, bars, radar
from .models import IndicatorGroup


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one group, with the rows that they show and the levels that all of them share."""

    group: IndicatorGroup
    bars: Bars
    rows: Sequence[IndicatorRow]


def groups_radar(groups: Sequence[GroupRow], *, has_earlier: bool) -> Radar | None:
    """Draw the round before under this one, where there is one."""
    now = [row.share.share_bp for row in groups]
    before = [row.earlier.share_bp if row.earlier else None for row in groups]
    axes = [(row.group.code, str(row.group.name)) for row in groups]
    return radar(axes, [now, before] if has_earlier else [now])


def bar_groups(rows: Sequence[IndicatorRow], levels: Sequence[Decimal]) -> list[BarGroup]:
    """Draw the indicators of each group together, in the order of the framework."""
    together = sorted(rows, key=lambda row: (row.indicator.group.position, row.indicator.group.code))
    return [
        BarGroup(members[0].indicator.group, bars([_values(row) for row in members], levels), members)
        for _, found in groupby(together, key=lambda row: row.indicator.group.code)
        if (members := list(found))
    ]


def _values(row: IndicatorRow) -> BarValues:
    return BarValues(
        label=f"{row.indicator.code} {row.indicator.name}",
        low=row.indicator.min_level,
        high=row.indicator.max_level,
        score=row.score,
        earlier=row.earlier,
        reference=row.reference,
        minimum=row.indicator.minimum_requirement,
    )
