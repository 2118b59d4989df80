"""Seats are rows, not counts, and the ranks by which a queue may be ordered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster

from .offerings import Offering


class SeatAllotment(models.Model):
    """Seats for everybody (no cluster), or kept for one cluster until a day, this day included.

    `taken` is changed by `lms.training.seat_taking` alone, under the lock of the offering's row.
    """

    offering = models.ForeignKey(Offering, models.CASCADE, verbose_name=_("offering"), related_name="allotments")
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, verbose_name=_("cluster"), related_name="+", null=True, blank=True
    )
    seats = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    reserved_until = models.DateField(_("kept until"), null=True, blank=True, help_text=_("This day included."))

    class Meta:
        ordering = ["offering", F("cluster").asc(nulls_first=True)]
        verbose_name = _("allotment of seats")
        verbose_name_plural = _("allotments of seats")
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="no_more_taken_than_seats"),
            models.UniqueConstraint(fields=["offering", "cluster"], name="one_allotment_per_cluster"),
            models.UniqueConstraint(fields=["offering"], condition=Q(cluster=None), name="one_allotment_for_everybody"),
            models.CheckConstraint(
                condition=Q(cluster=None, reserved_until=None) | Q(cluster__isnull=False, reserved_until__isnull=False),
                name="kept_seats_say_until_when",
                violation_error_message=_("Seats kept for a cluster are kept until a day: say which."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering_id}: {self.taken}/{self.seats}"

    @property
    def free(self) -> int:
        """How many are not taken."""
        return self.seats - self.taken


class NeedRank(models.Model):
    """The rank of a cluster, or of a person, by need: 1 is the greatest. Handed in by whoever knows the needs."""

    offering = models.ForeignKey(Offering, models.CASCADE, verbose_name=_("offering"), related_name="need_ranks")
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="+", null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="+", null=True, blank=True
    )
    rank = models.PositiveIntegerField(_("rank"))
    weight = models.PositiveBigIntegerField(_("weighted gap that it closes"), default=0)

    class Meta:
        ordering = ["offering", "rank"]
        verbose_name = _("rank by need")
        verbose_name_plural = _("ranks by need")
        constraints = [
            models.UniqueConstraint(fields=["offering", "cluster"], name="one_rank_per_cluster"),
            models.UniqueConstraint(fields=["offering", "person"], name="one_rank_per_person"),
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, person=None) | Q(cluster=None, person__isnull=False),
                name="rank_of_a_cluster_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering_id}: {self.rank}"
