"""Training needs scoped to the person who asks."""

from typing import Any

from django.db import models

from lms.people.models import Role


class TrainingNeedQuerySet(models.QuerySet["TrainingNeed"]):  # type: ignore[name-defined]
    def visible_to(self, user: Any) -> "TrainingNeedQuerySet":
        """Keep what this person may read: coordinators all, others only the clusters that their grants name."""
        if user.is_superuser or user.holds(Role.COORDINATOR):
            return self
        return self.filter(cluster__in=user.clusters_as(Role.CLUSTER_MANAGER, Role.TUTOR))

    def confirmed(self) -> "TrainingNeedQuerySet":
        """Keep the needs that plans are made from."""
        return self.filter(status="confirmed")
