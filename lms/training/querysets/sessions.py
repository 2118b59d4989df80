"""Sessions by time and by who teaches them."""

from django.db import models
from django.db.models import Q


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):  # type: ignore[name-defined]  # its module imports this one
    def planned(self) -> "TrainingSessionQuerySet":
        """Keep those that were not cancelled."""
        return self.filter(status="planned")

    def for_sessions_page(self) -> "TrainingSessionQuerySet":
        """Load with part and instructors, and whether each was signed off: two queries."""
        signed = Q(sign_off__isnull=False)
        return self.select_related("part").prefetch_related("instructors").annotate(is_signed=signed)
