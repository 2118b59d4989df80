"""One cluster scored on one framework on one day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.benchmarking.querysets import AssessmentQuerySet
from lms.clusters.models import Cluster

from .frameworks import Framework, Indicator


class Assessment(models.Model):
    """A round of the benchmark for one cluster; its scores are immutable once it is closed (kept by triggers)."""

    class Kind(models.TextChoices):
        SELF = "self", _("Self-assessment")
        INTERVIEW = "interview", _("Interview")
        AUDIT = "audit", _("Audit")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("assessment", "Open")
        CLOSED = "closed", pgettext_lazy("assessment", "Closed")

    cluster = models.ForeignKey(Cluster, models.PROTECT, verbose_name=_("cluster"), related_name="assessments")
    framework = models.ForeignKey(Framework, models.PROTECT, verbose_name=_("framework"), related_name="assessments")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    assessed_on = models.DateField(_("assessed on"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    source = models.CharField(_("source"), max_length=250, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("recorded by"),
        related_name="+",
        null=True,
        blank=True,
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("submitted by"),
        related_name="+",
        null=True,
        blank=True,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    returned_reason = models.CharField(_("why it was given back"), max_length=500, blank=True)
    assessors_needed = models.PositiveSmallIntegerField(_("assessors who score it apart"), default=1)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("closed by"),
        related_name="+",
        null=True,
        blank=True,
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "cluster"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "framework", "kind", "assessed_on"],
                name="one_assessment_per_cluster_and_day",
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None) | Q(status="closed", closed_at__isnull=False),
                name="closed_assessment_says_when",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="submitted_assessment_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} – {self.framework} – {self.assessed_on:%d/%m/%Y}"

    @property
    def is_closed(self) -> bool:
        """Say whether the scores can no longer change."""
        return self.status == self.Status.CLOSED

    @property
    def is_submitted(self) -> bool:
        """Say whether the cluster has handed its self-assessment in and waits for an assessor to close it."""
        return self.submitted_at is not None and not self.is_closed

    @property
    def is_by_hand(self) -> bool:
        """Say whether it is scored on the site, and not by a file; the same rule as `BY_HAND`."""
        return self.recorded_by_id is not None and not self.source

    @property
    def is_self_assessment(self) -> bool:
        """Say whether the cluster scores itself."""
        return self.kind == self.Kind.SELF


class Score(models.Model):
    """The level given to one indicator; none means "not assessed", which is never zero.

    A row that is not answered holds evidence whose level is still to be chosen; a closed assessment has none.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name=_("assessment"), related_name="scores")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="scores")
    value = models.DecimalField(_("level"), null=True, blank=True, max_digits=6, decimal_places=2)
    is_answered = models.BooleanField(_("answered"), default=True)
    evidence = models.TextField(_("evidence"), max_length=3000, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("entered by"),
        related_name="+",
        null=True,
        blank=True,
    )
    entered_at = models.DateTimeField(_("entered at"), null=True, blank=True)

    class Meta:
        ordering = ["assessment", "indicator"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="one_score_per_indicator"),
            models.CheckConstraint(condition=Q(is_answered=True) | Q(value=None), name="level_is_an_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.value if self.value is not None else _('not assessed')}"


class ClusterTarget(models.Model):
    """The level that a cluster has set itself for an indicator: the reference "own target"."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="+")
    level = models.DecimalField(_("level aimed at"), max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["cluster", "indicator"]
        verbose_name = _("own target")
        verbose_name_plural = _("own targets")
        constraints = [models.UniqueConstraint(fields=["cluster", "indicator"], name="one_target_per_indicator")]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.indicator.code} → {self.level.normalize():f}"
