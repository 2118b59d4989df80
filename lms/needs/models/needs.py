"""Training needs of clusters and of regional officials: plans are made from needs only."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.benchmarking.models import Assessment, Indicator
from lms.clusters.models import Cluster
from lms.needs.querysets import TrainingNeedQuerySet

from .competences import Competence

if TYPE_CHECKING:
    from lms.people.models import User


class TrainingNeed(models.Model):
    """Something to be trained: a gap that a coordinator confirmed, or a competence that was declared without a score.

    A need from a gap keeps the score and the reference it came from; shares are basis points of the indicator's range.
    A declared one has a gap only where ratings against a target showed one.
    """

    class Origin(models.TextChoices):
        GAP = "gap", _("Gap of the benchmark")
        DECLARED = "declared", _("Declared")

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DROPPED = "dropped", _("Dropped")

    class Reference(models.TextChoices):
        EXCELLENCE = "excellence", _("Excellence threshold")
        PEER_MEDIAN = "peer_median", _("Median of the peers")
        PEER_TOP = "peer_top", _("Top quartile of the peers")
        TARGET = "target", _("Own target")

    class Priority(models.IntegerChoices):
        LOW = 1, _("Low")
        MEDIUM = 2, _("Medium")
        HIGH = 3, _("High")

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="needs", null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("regional official"),
        related_name="needs",
        null=True,
        blank=True,
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.MEDIUM)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, verbose_name=_("assessment"), related_name="needs", null=True, blank=True
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="needs", null=True, blank=True
    )
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    reference = models.CharField(_("held against"), max_length=12, choices=Reference, blank=True)
    reference_level = models.DecimalField(_("reference"), max_digits=6, decimal_places=2, null=True, blank=True)
    gap_bp = models.PositiveIntegerField(_("gap (1/10 000 of the range)"), null=True, blank=True)

    competence = models.ForeignKey(
        Competence, models.PROTECT, verbose_name=_("competence"), related_name="needs", null=True, blank=True
    )

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decided by"),
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"))

    objects = TrainingNeedQuerySet.as_manager()

    class Meta:
        ordering = ["cluster", "-gap_bp", "pk"]
        verbose_name = _("training need")
        verbose_name_plural = _("training needs")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    origin="gap",
                    indicator__isnull=False,
                    assessment__isnull=False,
                    score__isnull=False,
                    reference_level__isnull=False,
                    gap_bp__isnull=False,
                    competence=None,
                )
                | Q(origin="declared", competence__isnull=False, indicator=None, assessment=None, score=None),
                name="need_keeps_where_it_came_from",
            ),
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, person=None)
                | Q(cluster=None, person__isnull=False, origin="declared"),
                name="need_of_a_cluster_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["cluster", "indicator", "assessment"],
                condition=Q(origin="gap"),
                name="one_need_per_indicator_and_assessment",
            ),
            models.UniqueConstraint(
                fields=["cluster", "competence"],
                condition=Q(origin="declared"),
                name="one_declared_need_per_competence",
            ),
            models.UniqueConstraint(
                fields=["person", "competence"],
                condition=Q(person__isnull=False),
                name="one_need_per_person_and_competence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.indicator.code if self.indicator else self.competence}"

    @property
    @display(description=_("cluster or official"))
    def owner(self) -> "Cluster | User | None":
        """Whose need it is: a cluster's, or a regional official's."""
        return self.cluster or self.person
