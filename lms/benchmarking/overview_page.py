"""All clusters side by side, as on one day: readiness, minimums and the share of each group."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from lms.clusters.models import Cluster

from .gaps import WHOLE, GroupShare, IndicatorFacts, Readiness, Scores, group_shares
from .models import Assessment, Framework, IndicatorGroup, ScaleLevel
from .overview_indicators import IndicatorTable, indicator_table
from .reading import facts_of, indicators_by_framework, levels_of, point_step, readiness_for, scores_by_assessment
from .rounds import are_of_two_kinds, earlier_round

HEAT_STEPS = 5


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The share of one group, and its shade from 0 (palest) to 4; no shade where nothing was assessed."""

    group: IndicatorGroup
    share: GroupShare | None

    @property
    def shade(self) -> int | None:
        """A fifth of the whole for each step."""
        if self.share is None or self.share.share_bp is None:
            return None
        return min(self.share.share_bp * HEAT_STEPS // WHOLE, HEAT_STEPS - 1)


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One cluster; without an assessment on this framework by that day it has no figures."""

    cluster: Cluster
    assessment: Assessment | None
    earlier_assessment: Assessment | None
    readiness: Readiness | None
    earlier: Readiness | None
    cells: Sequence[HeatCell]

    @property
    def is_of_two_kinds(self) -> bool:
        """Say whether the cluster's own count stands against what assessors found."""
        return are_of_two_kinds(self.assessment, self.earlier_assessment)

    @property
    def points_gained(self) -> Decimal | None:
        """The points more or fewer than in the round before, where nothing is missing in either."""
        if self.readiness is None or self.earlier is None:
            return None
        if self.readiness.not_assessed or self.earlier.not_assessed:
            return None
        return self.readiness.points_lowest - self.earlier.points_lowest


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What the template shows."""

    frameworks: Mapping[str, Framework]
    framework_key: str
    days: Mapping[str, date]
    day_key: str
    groups: Sequence[IndicatorGroup]
    group_key: str
    rows: Sequence[OverviewRow]
    table: IndicatorTable

    @property
    def framework(self) -> Framework:
        """The framework whose groups are the columns."""
        return self.frameworks[self.framework_key]

    @property
    def query(self) -> str:
        """The framework and the day as an address says them; the group is added by who wants it."""
        return urlencode({"framework": self.framework_key, "on": self.day_key})


@dataclass(frozen=True, slots=True)
class AskedOverview:
    """What the address asks for, unchecked."""

    framework: str
    on: str
    group: str


def load_overview(user: Any, asked: AskedOverview) -> OverviewPage | None:
    """Return the page; none when no cluster was ever assessed.

    Anything unknown in the address reads as the latest, and as all groups.
    """
    assessments = list(Assessment.objects.visible_to(user).counting().with_framework())
    if not assessments:
        return None
    frameworks = _frameworks(assessments)
    framework_key = asked.framework if asked.framework in frameworks else next(iter(frameworks))
    framework = frameworks[framework_key]
    rounds = [found for found in assessments if found.framework_id == framework.pk]
    days = {found.assessed_on.isoformat(): found.assessed_on for found in rounds}
    day_key = asked.on if asked.on in days else next(iter(days))
    table = _Table(framework, [found for found in rounds if found.assessed_on <= days[day_key]])
    clusters = list(Cluster.objects.all())
    group_key = asked.group if asked.group in {group.code for group in table.groups} else ""
    return OverviewPage(
        frameworks=frameworks,
        framework_key=framework_key,
        days=days,
        day_key=day_key,
        groups=table.groups,
        group_key=group_key,
        rows=table.rows(clusters),
        table=table.indicators(clusters, group_key),
    )


def _frameworks(assessments: Sequence[Assessment]) -> dict[str, Framework]:
    """Evaluations come before profiles, which have no readiness; within each the latest used comes first."""
    ordered = sorted(assessments, key=lambda found: found.framework.kind != Framework.Kind.EVALUATION)
    return {f"{found.framework.code}:{found.framework.version}": found.framework for found in ordered}


class _Table:
    """The rows behind the table, each kind read once, whatever the number of clusters."""

    def __init__(self, framework: Framework, rounds: Sequence[Assessment]) -> None:
        self.framework = framework
        self._now, self._before = _latest_two(rounds)
        self._indicators = indicators_by_framework([framework.pk])[framework.pk]
        groups = {indicator.group.code: indicator.group for indicator in self._indicators}
        self.groups = sorted(groups.values(), key=lambda group: (group.position, group.code))
        self._facts: tuple[IndicatorFacts, ...] = facts_of(self._indicators)
        self._levels: list[ScaleLevel] = levels_of(framework)
        shown = [*self._now.values(), *self._before.values()]
        self._scores = scores_by_assessment(found.pk for found in shown)

    def rows(self, clusters: Sequence[Cluster]) -> list[OverviewRow]:
        """Return one row for each cluster, in the order given."""
        return [self._row(cluster) for cluster in clusters]

    def indicators(self, clusters: Sequence[Cluster], group_key: str) -> IndicatorTable:
        """Return all clusters side by side on each indicator, of one group where its code is given."""
        chosen = [found for found in self._indicators if group_key in ("", found.group.code)]
        scores = [self._scores_of(self._now.get(cluster.pk)) for cluster in clusters]
        return indicator_table(chosen, clusters, scores, step=point_step(self._levels))

    def _row(self, cluster: Cluster) -> OverviewRow:
        now, before = self._now.get(cluster.pk), self._before.get(cluster.pk)
        shares = {share.group: share for share in group_shares(self._facts, self._scores_of(now))} if now else {}
        cells = [HeatCell(group, shares.get(group.code)) for group in self.groups]
        return OverviewRow(cluster, now, before, self._readiness(now), self._readiness(before), cells)

    def _readiness(self, assessment: Assessment | None) -> Readiness | None:
        if assessment is None:
            return None
        return readiness_for(self.framework, self._facts, self._scores_of(assessment), self._levels)

    def _scores_of(self, assessment: Assessment | None) -> Scores:
        return self._scores.get(assessment.pk, {}) if assessment else {}


def _latest_two(rounds: Sequence[Assessment]) -> tuple[dict[int, Assessment], dict[int, Assessment]]:
    """Return each cluster's latest round and the one that it is held against; `rounds` come latest first."""
    theirs: dict[int, list[Assessment]] = defaultdict(list)
    for found in rounds:
        theirs[found.cluster_id].append(found)
    before = {cluster: earlier_round(listed, listed[0]) for cluster, listed in theirs.items()}
    now = {cluster: listed[0] for cluster, listed in theirs.items()}
    return now, {cluster: found for cluster, found in before.items() if found}
