"""Assessments scoped to the person who asks, those that count, and page plans."""

from typing import Any

from django.db import models

from lms.people.models import Role
from lms.people.permissions import is_coordinator

READERS_OF_ONE_CLUSTER = (Role.CLUSTER_MANAGER, Role.ASSESSOR, Role.TUTOR)


class AssessmentQuerySet(models.QuerySet["Assessment"]):  # type: ignore[name-defined]  # its module imports this one
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """Keep what this person may read: coordinators all, others only the clusters that their grants name.

        The same rule as `can_see_scores()`; of what is still open, others read only what the cluster says of itself.
        """
        if is_coordinator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        of_theirs = self.filter(cluster__in=user.clusters_as(*READERS_OF_ONE_CLUSTER))
        return of_theirs.filter(models.Q(status="closed") | models.Q(kind="self"))

    def counting(self) -> "AssessmentQuerySet":
        """Keep what figures are made from: closed rounds, and open ones of clusters without a closed one.

        Each framework is a matter of its own. The same rule as `counting_rounds()`.
        """
        closed = self.model.objects.filter(
            cluster=models.OuterRef("cluster"), framework=models.OuterRef("framework"), status="closed"
        )
        return self.filter(models.Q(status="closed") | ~models.Exists(closed))

    def with_framework(self) -> "AssessmentQuerySet":
        """Bring the framework along; the latest round first, then the weightiest kind, then the last one written."""
        return self.select_related("framework").order_by(*LATEST_FIRST)

    def closed_first(self) -> "AssessmentQuerySet":
        """Bring the framework along; an open round, however late, comes after every closed one."""
        return self.select_related("framework").order_by(OPEN_LAST, *LATEST_FIRST)


# An audit says more than an interview, and that more than what a cluster says of itself.
KIND_RANK = models.Case(
    models.When(kind="audit", then=0),
    models.When(kind="interview", then=1),
    default=2,
    output_field=models.IntegerField(),
)
OPEN_LAST = models.Case(models.When(status="closed", then=0), default=1, output_field=models.IntegerField())
LATEST_FIRST = ("-assessed_on", KIND_RANK, "-pk")
