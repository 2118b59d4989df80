"""Sessions by time and by who teaches them."""

from django.db import models


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):  # type: ignore[name-defined]  # its module imports this one
    def planned(self) -> "TrainingSessionQuerySet":
        """Keep those that were not cancelled."""
        return self.filter(status="planned")
