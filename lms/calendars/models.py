"""Addresses of feeds: whoever knows one reads it, so each is unguessable, one person's, and replaced on demand."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.clusters.models import Cluster
from lms.training.models import Offering

from .querysets import FeedAddressQuerySet


def new_token() -> str:
    """Return 256 random bits as they stand in an address."""
    return secrets.token_urlsafe(32)


class FeedAddress(models.Model):
    """What one person follows: own sessions, sessions taught, one offering, one cluster, the whole programme.

    What the feed shows follows from what `person` may see at that moment. `replaced_at`: the address is dead.
    """

    class Kind(models.TextChoices):
        PERSON = "person", pgettext_lazy("feed", "My sessions")
        INSTRUCTOR = "instructor", pgettext_lazy("feed", "Sessions I teach")
        OFFERING = "offering", pgettext_lazy("feed", "One edition or visit")
        CLUSTER = "cluster", pgettext_lazy("feed", "My cluster")
        PROGRAMME = "programme", pgettext_lazy("feed", "The whole programme")

    token = models.CharField(_("token"), max_length=60, unique=True, default=new_token, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="feed_addresses"
    )
    offering = models.ForeignKey(
        Offering, models.CASCADE, verbose_name=_("offering"), related_name="+", null=True, blank=True
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("created at"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = FeedAddressQuerySet.as_manager()

    class Meta:
        ordering = ["person", "kind", "-created_at"]
        verbose_name = _("address of a feed")
        verbose_name_plural = _("addresses of feeds")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="offering", offering__isnull=False, cluster=None)
                | Q(kind="cluster", cluster__isnull=False, offering=None)
                | Q(kind__in=["person", "instructor", "programme"], offering=None, cluster=None),
                name="feed_of_what_its_kind_says",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(replaced_at=None, offering=None, cluster=None),
                name="one_feed_per_kind",
            ),
            models.UniqueConstraint(
                fields=["person", "offering"], condition=Q(replaced_at=None), name="one_feed_per_offering"
            ),
            models.UniqueConstraint(
                fields=["person", "cluster"], condition=Q(replaced_at=None), name="one_feed_per_cluster"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"
