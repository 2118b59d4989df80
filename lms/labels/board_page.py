"""What the document for a cluster's board says: its benchmark as the page shows it, and its way to a label."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.benchmarking.benchmark_page import Asked, BenchmarkPage, load_page
from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster

from .track_page import TrackPage, track_page


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The round that was asked for, who assessed it, and the label track of the day."""

    benchmark: BenchmarkPage
    assessment: Assessment
    assessors: Sequence[str]
    track: TrackPage


def board_page(user: Any, cluster: Cluster, asked: Asked, today: date) -> BoardPage | None:
    """Return what this person may see; none when there is no assessment to show."""
    benchmark = load_page(user, cluster, asked)
    if benchmark is None:
        return None
    people = Assessment.objects.select_related("recorded_by", "submitted_by", "closed_by")
    assessment = people.prefetch_related("sheets__assessor").get(pk=benchmark.assessment.pk)
    return BoardPage(benchmark, assessment, assessors_of(assessment), track_page(cluster, today))


def assessors_of(assessment: Assessment) -> list[str]:
    """Name those whose scores these are, as far as the site knows: not those of a round that came as a file."""
    apart = [sheet.assessor for sheet in assessment.sheets.all() if sheet.handed_in_at]
    if apart:
        return [str(person) for person in apart]
    alone = assessment.submitted_by or (assessment.recorded_by if assessment.is_by_hand else None)
    return [str(alone)] if alone else []
