"""Addresses of feeds by whose they are."""

from django.db import models


class FeedAddressQuerySet(models.QuerySet["FeedAddress"]):  # type: ignore[name-defined]  # its module imports this one
    def of_the_living(self) -> "FeedAddressQuerySet":
        """Keep those whose owner has an account, with all that a feed needs; one query."""
        people = self.filter(person__is_active=True, person__erased_at=None)
        return people.select_related("person", "offering", "cluster")
