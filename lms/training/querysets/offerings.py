"""Offerings by state and by who may see them."""

from django.db import models


class OfferingQuerySet(models.QuerySet["Offering"]):  # type: ignore[name-defined]  # its module imports this one
    def announced(self) -> "OfferingQuerySet":
        """Keep those that everybody may see: published once, cancelled ones included; drafts never."""
        return self.filter(published_at__isnull=False)
