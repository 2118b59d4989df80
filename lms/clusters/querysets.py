"""Page plans of clusters."""

from django.db import models


class ClusterQuerySet(models.QuerySet["Cluster"]):  # type: ignore[name-defined]  # its module imports this one
    def for_list(self) -> "ClusterQuerySet":
        """Everything that the page of all clusters shows."""
        return self.select_related("sector").prefetch_related("areas", "labels")
