"""The gaps of the assessment that counts against one reference: read from the tables, computed by the gap rules."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from lms.benchmarking.comparison import KINDS, PEERS
from lms.benchmarking.gaps import Gap, References, Scores, find_gaps, ranked
from lms.benchmarking.models import Assessment, Indicator
from lms.benchmarking.reading import (
    facts_of,
    indicators_by_framework,
    peer_rounds,
    references_for,
    scores_by_assessment,
    targets_of,
)
from lms.clusters.models import Cluster

from .models import TrainingNeed
from .querysets import latest_assessments

EXCELLENCE = TrainingNeed.Reference.EXCELLENCE.value


@dataclass(frozen=True)
class AssessedGap:
    """One gap that exists: the indicator, its score, the level it is held against, the size."""

    indicator: Indicator
    score: Decimal
    level: Decimal
    gap_bp: int


@dataclass(frozen=True)
class AssessedGaps:
    """An assessment held against a reference; `gaps` covers every indicator of the framework."""

    assessment: Assessment
    reference: str
    indicators: dict[str, Indicator]
    gaps: tuple[Gap, ...]

    @cached_property
    def below(self) -> list[AssessedGap]:
        """The gaps that exist, the most weighted first."""
        return [_existing(self.indicators[gap.indicator], gap) for gap in ranked(self.gaps)]

    def at_least(self, share_bp: int) -> list[AssessedGap]:
        """Return the gaps of this size or more."""
        return [gap for gap in self.below if gap.gap_bp >= share_bp]

    def of_indicator(self, pk: int) -> AssessedGap | None:
        """Return the gap of one indicator, or none when it has none."""
        return next((gap for gap in self.below if gap.indicator.pk == pk), None)

    def has_met(self, code: str) -> bool:
        """Say whether an indicator was scored and has no gap; one that was not assessed has not."""
        return any(gap.indicator == code and gap.score is not None and not gap.gap_bp for gap in self.gaps)

    def without(self, status: str) -> list[Indicator]:
        """Return the indicators about which nothing can be said, for this status of `GapStatus`."""
        return [self.indicators[gap.indicator] for gap in self.gaps if gap.status == status]


def assessed_gaps(cluster: Cluster, reference: str = EXCELLENCE) -> AssessedGaps | None:
    """Return the gaps of the cluster's evaluation that counts, or none when it was never assessed."""
    assessment = latest_assessments(cluster).first()
    if assessment is None:
        return None
    indicators = indicators_by_framework([assessment.framework_id])[assessment.framework_id]
    scores = scores_by_assessment([assessment.pk])[assessment.pk]
    gaps = find_gaps(facts_of(indicators), scores, _references(cluster, assessment, reference, indicators))
    return AssessedGaps(assessment, reference, {indicator.code: indicator for indicator in indicators}, gaps)


def _references(cluster: Cluster, assessment: Assessment, reference: str, indicators: list[Indicator]) -> References:
    """Read peers and targets only where the reference asks for them."""
    return references_for(
        KINDS[reference],
        facts_of(indicators),
        cluster=cluster.code,
        peers=_peers(assessment) if reference in PEERS else {},
        targets=targets_of(cluster, assessment.framework) if reference == "target" else {},
    )


def _peers(assessment: Assessment) -> dict[str, Scores]:
    rounds = peer_rounds(assessment)
    scores = scores_by_assessment(rounds.values())
    return {cluster: scores[pk] for cluster, pk in rounds.items()}


def _existing(indicator: Indicator, gap: Gap) -> AssessedGap:
    return AssessedGap(indicator, Decimal(gap.score or 0), _decimal(gap.reference.level), gap.gap_bp or 0)


def _decimal(level: Fraction | None) -> Decimal:
    """Return the level with two decimals, as the column holds it; the gap itself is computed on the exact one."""
    exact = level or Fraction(0)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"))
