"""Filters and page plans of clusters and labels."""

from datetime import date

from django.db import models
from django.db.models import Q


class LabelAwardQuerySet(models.QuerySet["LabelAward"]):  # type: ignore[name-defined]
    def held_on(self, day: date) -> "LabelAwardQuerySet":
        """Keep the labels valid on that day; both boundary days count, no end means until further notice."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class ClusterQuerySet(models.QuerySet["Cluster"]):  # type: ignore[name-defined]
    def for_list(self) -> "ClusterQuerySet":
        """Everything that the page of all clusters shows."""
        return self.select_related("sector").prefetch_related("areas", "labels")
