"""The page of one cluster's benchmark: everything it shows, loaded in a fixed number of queries and laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.clusters.models import Cluster

from .benchmark_charts import BarGroup, bar_groups, groups_radar
from .benchmark_rows import GroupRow, IndicatorRow, Minimums, group_rows, indicator_rows, minimums_of, ranked_rows
from .charts import Radar
from .comparison import Comparison, Obstacle, choose, obstacle
from .gaps import PEERS_NEEDED, Readiness, Round, Scores
from .models import Assessment, BenchmarkRules, Indicator, ScaleLevel
from .permissions import can_compare_with_peers
from .reading import (
    facts_of,
    indicators_by_framework,
    levels_of,
    peer_rounds,
    readiness_for,
    references_for,
    scores_by_assessment,
    targets_of,
)
from .rounds import are_of_two_kinds, chosen_key, earlier_round, rounds_by_key


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as it came in; any text is an answerable question."""

    on: str
    reference: str


@dataclass(frozen=True, slots=True)
class BenchmarkPage:
    """What the template shows; rows hold models for their words and findings of the gap rules for their figures."""

    cluster: Cluster
    assessment: Assessment
    earlier: Assessment | None
    rounds: Mapping[str, Assessment]
    on: str
    comparison: Comparison
    obstacle: Obstacle | None
    peers: int
    levels: Sequence[ScaleLevel]
    readiness: Readiness | None
    earlier_readiness: Readiness | None
    minimums: Minimums
    earlier_minimums: Minimums | None
    groups: Sequence[GroupRow]
    radar: Radar | None
    bars: Sequence[BarGroup]
    rows: Sequence[IndicatorRow]

    peers_needed = PEERS_NEEDED

    @property
    def is_of_two_kinds(self) -> bool:
        """Say whether the cluster's own count stands against what assessors found."""
        return are_of_two_kinds(self.assessment, self.earlier)

    @property
    def gaps(self) -> list[IndicatorRow]:
        """What is below its reference, the most weighted gap first."""
        return ranked_rows(self.rows)

    @property
    def reached(self) -> int:
        """How many indicators are at their reference or above."""
        return sum(row.is_met for row in self.rows)

    @property
    def is_compared(self) -> bool:
        """Say whether the scores are held against anything; where not, the obstacle says what to do."""
        return self.obstacle in (None, Obstacle.PEERS_NOT_OPEN)

    @property
    def missing(self) -> list[IndicatorRow]:
        """What was not assessed."""
        return [row for row in self.rows if row.score is None]

    @property
    def without_reference(self) -> list[IndicatorRow]:
        """What has a score but nothing to be held against, while other indicators have."""
        return [row for row in self.rows if row.score is not None and row.reference is None]

    @property
    def targets(self) -> list[IndicatorRow]:
        """The indicators for which the cluster has set itself a level."""
        return [row for row in self.rows if row.target is not None]


def load_page(user: Any, cluster: Cluster, asked: Asked) -> BenchmarkPage | None:
    """Return the page as this person may see it; none when there is no assessment to show."""
    assessments = list(Assessment.objects.visible_to(user).filter(cluster=cluster).with_framework())
    if not assessments:
        return None
    rounds = rounds_by_key(assessments)
    on = chosen_key(rounds, asked.on)
    comparison = _comparison(user, asked.reference)
    return _Loaded(cluster, rounds[on], earlier_round(assessments, rounds[on]), comparison).page(rounds, on)


def _comparison(user: Any, asked: str) -> Comparison:
    # Read without Wagtail's `load()`, which writes the row when there is none: no page changes anything by being read.
    rules = BenchmarkRules.objects.first() or BenchmarkRules()
    return choose(asked, peers_open=can_compare_with_peers(user, rules))


class _Loaded:
    """The rows behind one page, each kind read once."""

    def __init__(
        self, cluster: Cluster, assessment: Assessment, earlier: Assessment | None, comparison: Comparison
    ) -> None:
        self.cluster, self.assessment, self.earlier, self.comparison = cluster, assessment, earlier, comparison
        both = [found for found in (assessment, earlier) if found is not None]
        self._indicators = indicators_by_framework(found.framework_id for found in both)
        peers = peer_rounds(assessment) if comparison.is_with_peers else {}
        self._scores = scores_by_assessment([*(found.pk for found in both), *peers.values()])
        self.peers: dict[str, Scores] = {cluster: self._scores.get(pk, {}) for cluster, pk in peers.items()}
        self.levels = levels_of(assessment.framework)
        self.targets = targets_of(cluster, assessment.framework)

    def page(self, rounds: Mapping[str, Assessment], on: str) -> BenchmarkPage:
        """Hold the scores against the reference and lay everything out."""
        rows = self._rows()
        now, before = self._round(self.assessment), self._earlier_round()
        groups = group_rows(self._indicators_of(self.assessment), now, before)
        return BenchmarkPage(
            cluster=self.cluster,
            assessment=self.assessment,
            earlier=self.earlier,
            rounds=rounds,
            on=on,
            comparison=self.comparison,
            obstacle=obstacle(self.comparison, peers=len(self.peers), levels=[row.reference for row in rows]),
            peers=len(self.peers),
            levels=self.levels,
            readiness=self._readiness(self.assessment),
            earlier_readiness=self._readiness(self.earlier) if self.earlier else None,
            minimums=minimums_of(now),
            earlier_minimums=minimums_of(before) if before else None,
            groups=groups,
            radar=groups_radar(groups, has_earlier=self.earlier is not None),
            bars=bar_groups(rows, [level.value for level in self.levels]),
            rows=rows,
        )

    def _rows(self) -> list[IndicatorRow]:
        now = self._round(self.assessment)
        references = references_for(
            self.comparison.kind, now.indicators, cluster=self.cluster.code, peers=self.peers, targets=self.targets
        )
        return indicator_rows(
            self._indicators_of(self.assessment), now, self._earlier_round(), references, self.targets
        )

    def _readiness(self, assessment: Assessment) -> Readiness | None:
        """A later version's scale serves the earlier round too: only the rounding of missing points hangs on it."""
        found = self._round(assessment)
        return readiness_for(assessment.framework, found.indicators, found.scores, self.levels)

    def _earlier_round(self) -> Round | None:
        return self._round(self.earlier) if self.earlier else None

    def _round(self, assessment: Assessment) -> Round:
        return Round(facts_of(self._indicators_of(assessment)), self._scores.get(assessment.pk, {}))

    def _indicators_of(self, assessment: Assessment) -> Sequence[Indicator]:
        return self._indicators.get(assessment.framework_id, [])
