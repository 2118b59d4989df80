"""Page plans of clusters; funding lines by day."""

from datetime import date

from django.db import models
from django.db.models import Q


class ClusterQuerySet(models.QuerySet["Cluster"]):  # type: ignore[name-defined]  # its module imports this one
    def for_list(self) -> "ClusterQuerySet":
        """Everything that the page of all clusters shows."""
        return self.select_related("sector").prefetch_related("areas", "labels")


class FundingLineQuerySet(models.QuerySet["FundingLine"]):  # type: ignore[name-defined]  # as above
    def in_force(self, on: date) -> "FundingLineQuerySet":
        """Keep the lines that pay on that day; both boundary days count. The same rule as `is_in_force()`."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)

    def to_come(self, on: date) -> "FundingLineQuerySet":
        """Keep the lines that begin after that day."""
        return self.filter(valid_from__gt=on)

    def ended(self, on: date) -> "FundingLineQuerySet":
        """Keep the lines that ended before that day."""
        return self.filter(valid_until__lt=on)
