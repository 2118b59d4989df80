"""Assessments scoped to the person who asks, and page plans."""

from typing import Any

from django.db import models

from lms.people.models import Role
from lms.people.permissions import is_coordinator

READERS_OF_ONE_CLUSTER = (Role.CLUSTER_MANAGER, Role.ASSESSOR, Role.TUTOR)


class AssessmentQuerySet(models.QuerySet["Assessment"]):  # type: ignore[name-defined]
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """Keep what this person may read: coordinators all, others only the clusters that their grants name.

        The same rule as `can_see_scores()`.
        """
        if is_coordinator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(cluster__in=user.clusters_as(*READERS_OF_ONE_CLUSTER))

    def with_framework(self) -> "AssessmentQuerySet":
        """Bring the framework along; the latest round first, then the weightiest kind, then the last one written."""
        return self.select_related("framework").order_by("-assessed_on", KIND_RANK, "-pk")


# An audit says more than an interview, and that more than what a cluster says of itself.
KIND_RANK = models.Case(
    models.When(kind="audit", then=0),
    models.When(kind="interview", then=1),
    default=2,
    output_field=models.IntegerField(),
)
