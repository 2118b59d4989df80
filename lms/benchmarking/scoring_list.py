"""What is being scored by hand for a cluster, what waits for whom, and what one may begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q

from lms.clusters.models import Cluster
from lms.people.models import Role
from lms.people.permissions import is_coordinator

from .models import Assessment, Indicator
from .permissions import standings_of
from .querysets import BY_HAND
from .scoring_rights import Standing

CLOSED_SHOWN = 10


class Step(StrEnum):
    """What the person can do next with an open assessment; `WAIT` when it is somebody else's turn."""

    FILL_IN = "fill_in"
    REVISE = "revise"
    CLOSE = "close"
    IN_CONFLICT = "in_conflict"
    SCORE = "score"
    BEGIN_SHEET = "begin_sheet"
    AGREE = "agree"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class ScoringRow:
    """One open assessment in a list."""

    assessment: Assessment
    standing: Standing
    answered: int
    total: int

    @property
    def step(self) -> Step:
        """The person's own next step."""
        return next_step(self.standing, is_returned=bool(self.assessment.returned_reason))

    @property
    def shows_progress(self) -> bool:
        """Say whether the count of answers is the person's to know: not while several assessors score apart."""
        return not self.standing.is_apart


def next_step(standing: Standing, *, is_returned: bool = False) -> Step:
    """Return what comes next for the person; closing comes before all else, since it is what others wait for."""
    if standing.is_self:
        if standing.can_score:
            return Step.REVISE if is_returned else Step.FILL_IN
        if standing.can_close:
            return Step.CLOSE
        return Step.IN_CONFLICT if standing.has_part and standing.is_submitted else Step.WAIT
    if standing.can_agree:
        return Step.AGREE
    if standing.can_begin_sheet:
        return Step.BEGIN_SHEET
    if standing.can_score:
        return Step.SCORE
    return Step.IN_CONFLICT if standing.assesses and standing.findings else Step.WAIT


def open_rows(user: Any, clusters: Iterable[Cluster] | None = None) -> list[ScoringRow]:
    """Return what is scored by hand and open, of these clusters or of all, as far as the person may know of it.

    At most eight queries, however many there are.
    """
    rows = Assessment.objects.scored_by_hand(user).filter(BY_HAND, status=Assessment.Status.OPEN)
    if clusters is not None:
        rows = rows.filter(cluster__in=clusters)
    answered = Count("scores", filter=Q(scores__is_answered=True))
    ordered = rows.select_related("cluster", "framework", "submitted_by", "recorded_by").annotate(answered=answered)
    found: list[Any] = list(ordered.order_by("cluster__name", "-assessed_on", "pk"))
    totals = _totals({assessment.framework_id for assessment in found})
    standings = standings_of(user, found)
    return [ScoringRow(each, standings[each.pk], each.answered, totals.get(each.framework_id, 0)) for each in found]


def waiting_for(user: Any) -> list[ScoringRow]:
    """Return what waits for this very person: the rows whose next step is his or hers. For the desk."""
    if not (is_coordinator(user) or user.holds(Role.CLUSTER_MANAGER, Role.ASSESSOR)):
        return []
    return [row for row in open_rows(user) if row.step not in (Step.WAIT, Step.IN_CONFLICT)]


def closed_rounds(user: Any, cluster: Cluster) -> Sequence[Assessment]:
    """Return the last closed assessments of a cluster, to be read with their evidence."""
    rows = Assessment.objects.scored_by_hand(user).filter(cluster=cluster, status=Assessment.Status.CLOSED)
    return list(rows.with_framework().select_related("framework", "closed_by")[:CLOSED_SHOWN])


def _totals(frameworks: set[int]) -> dict[int, int]:
    counted = Indicator.objects.filter(framework__in=frameworks).order_by().values_list("framework")
    return dict(counted.annotate(Count("pk"))) if frameworks else {}
