"""Assessments scoped to the person who asks, and page plans."""

from typing import Any

from django.db import models

from lms.people.models import Role


class AssessmentQuerySet(models.QuerySet["Assessment"]):  # type: ignore[name-defined]
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """Keep what this person may read: coordinators all, others only the clusters that their grants name."""
        if user.is_superuser or user.holds(Role.COORDINATOR):
            return self
        own = user.clusters_as(Role.CLUSTER_MANAGER, Role.ASSESSOR, Role.TUTOR)
        return self.filter(cluster__in=own)
