"""What the page of a cluster's needs shows, in lists that its template walks through."""

from dataclasses import dataclass
from functools import cached_property

from lms.benchmarking.gaps import GapStatus
from lms.benchmarking.models import Assessment, Indicator
from lms.clusters.models import Cluster

from .assessed_gaps import AssessedGap, AssessedGaps, assessed_gaps
from .models import TrainingNeed
from .querysets import newer_open_assessment
from .waiting import counting, waiting


@dataclass(frozen=True)
class GapRow:
    """A gap and the need that was made of it, if any."""

    gap: AssessedGap
    need: TrainingNeed | None


@dataclass(frozen=True)
class NeedsPage:
    """One cluster: gaps of the assessment that counts, needs that count, needs that do not."""

    cluster: Cluster
    found: AssessedGaps | None
    needs: list[TrainingNeed]
    newer_open: Assessment | None = None

    @cached_property
    def gap_rows(self) -> list[GapRow]:
        """The gaps, the most weighted first, each with its need."""
        if self.found is None:
            return []
        needs = {need.indicator_id: need for need in self.needs if need.assessment_id == self.found.assessment.pk}
        return [GapRow(gap, needs.get(gap.indicator.pk)) for gap in self.found.below]

    @cached_property
    def counting(self) -> list[TrainingNeed]:
        """The needs that plans are made from."""
        return counting(self.needs, self._latest)

    @cached_property
    def older(self) -> list[TrainingNeed]:
        """Confirmed needs of earlier assessments that the latest one has not taken over yet."""
        return waiting(self.needs, self._latest)

    @cached_property
    def dropped(self) -> list[TrainingNeed]:
        """The needs that somebody dropped with a reason."""
        return [need for need in self.needs if need.status == TrainingNeed.Status.DROPPED]

    @cached_property
    def not_assessed(self) -> list[Indicator]:
        """Indicators without a score: missing, never zero."""
        return self.found.without(GapStatus.MISSING_SCORE) if self.found else []

    @cached_property
    def without_reference(self) -> list[Indicator]:
        """Indicators with nothing to be held against."""
        return self.found.without(GapStatus.NO_REFERENCE) if self.found else []

    @property
    def _latest(self) -> int | None:
        return self.found.assessment.pk if self.found else None


def needs_page(cluster: Cluster, reference: str) -> NeedsPage:
    """Read everything about a cluster's needs."""
    needs = list(TrainingNeed.objects.for_page().filter(cluster=cluster))
    found = assessed_gaps(cluster, reference)
    return NeedsPage(cluster, found, needs, newer_open_assessment(found.assessment) if found else None)
