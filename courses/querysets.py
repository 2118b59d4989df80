"""Modules by what people look for, plans scoped to the person who asks, and page plans."""

from typing import Any

from django.db import models

from lms.people.models import Role


class ModuleQuerySet(models.QuerySet["Module"]):  # type: ignore[name-defined]
    def offered(self) -> "ModuleQuerySet":
        """Keep what the catalogue shows and new plans may choose."""
        return self.filter(is_offered=True)


class TrainingPlanQuerySet(models.QuerySet["TrainingPlan"]):  # type: ignore[name-defined]
    def visible_to(self, user: Any) -> "TrainingPlanQuerySet":
        """Coordinators read every version; managers and tutors the published plans of their clusters, nobody else."""
        if user.is_superuser or user.holds(Role.COORDINATOR):
            return self
        return self.published().filter(cluster__in=user.clusters_as(Role.CLUSTER_MANAGER, Role.TUTOR))

    def published(self) -> "TrainingPlanQuerySet":
        """Keep the plans in force."""
        return self.filter(status="published")
