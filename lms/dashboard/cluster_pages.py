"""What the public pages of clusters show: facts and labels, never a score."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from courses.permissions import can_see_plans_of
from lms.benchmarking.permissions import can_open_scoring, can_see_scores
from lms.clusters.models import Cluster, LabelAward
from lms.needs.permissions import can_see_needs_of
from lms.people.models import Consent, Role


@dataclass(frozen=True)
class DatedLabel:
    """A label of the cluster, and whether it is held on the day of reading."""

    award: LabelAward
    is_held: bool


@dataclass(frozen=True)
class ClusterCard:
    """A cluster with its labels, those held first, then the latest."""

    cluster: Cluster
    labels: list[DatedLabel]

    @property
    def held(self) -> list[LabelAward]:
        """The labels in force."""
        return [label.award for label in self.labels if label.is_held]

    @property
    def latest(self) -> LabelAward | None:
        """The last label of all, held or not."""
        return max((label.award for label in self.labels), key=lambda award: award.valid_from, default=None)


def card_of(cluster: Cluster, today: date) -> ClusterCard:
    """Return the card of a cluster whose labels are prefetched."""
    labels = [DatedLabel(award, award.is_held_on(today)) for award in cluster.labels.all()]
    return ClusterCard(cluster, sorted(labels, key=lambda label: not label.is_held))


def people_named(cluster: Cluster, today: date) -> list[Any]:
    """Return the managers in office who are to be named and have agreed to it, each once; one query."""
    agreed = Consent.objects.to_be_named(today).filter(person=OuterRef("user"))
    grants = cluster.role_grants.active(today).filter(Exists(agreed), role=Role.CLUSTER_MANAGER, listed_publicly=True)
    people = {grant.user_id: grant.user for grant in grants.select_related("user") if grant.user.is_active}
    return sorted(people.values(), key=str)


def doors_of(user: Any, cluster: Cluster) -> dict[str, bool]:
    """Say which pages of the cluster that are not public this person may open."""
    return {
        "can_see_scores": can_see_scores(user, cluster),
        "can_open_scoring": can_open_scoring(user, cluster),
        "can_see_needs": can_see_needs_of(user, cluster),
        "can_see_plans": can_see_plans_of(user, cluster),
    }
