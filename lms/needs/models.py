"""Competences and training needs: plans are made from needs only."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TagBase

from lms.benchmarking.models import Assessment, Indicator
from lms.clusters.models import Cluster
from lms.languages import Localised

from .querysets import TrainingNeedQuerySet


class Competence(TagBase, ClusterableModel):
    """A word of the controlled vocabulary: its slug is the code, its `name` the Italian term; no free tags."""

    free_tagging = False

    name_en = models.CharField(_("name (English)"), max_length=100)
    description_it = models.TextField(_("description (Italian)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = Localised("description")

    class Meta:
        ordering = ["slug"]
        verbose_name = _("competence")
        verbose_name_plural = _("competences")

    def __str__(self) -> str:
        return str(self.term)

    @property
    def name_it(self) -> str:
        """The Italian term, kept in the column that django-taggit asks for."""
        return self.name

    term = Localised("name")


class CompetenceIndicator(models.Model):
    """How strongly a competence bears on an indicator: 1 helps, 2 matters, 3 decides."""

    competence = ParentalKey(
        Competence, on_delete=models.CASCADE, verbose_name=_("competence"), related_name="indicator_links"
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="competence_links"
    )
    strength = models.PositiveSmallIntegerField(
        _("strength"), default=2, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )

    class Meta:
        ordering = ["competence", "indicator"]
        verbose_name = _("indicator of a competence")
        verbose_name_plural = _("indicators of a competence")
        constraints = [
            models.UniqueConstraint(fields=["competence", "indicator"], name="competence_joined_once"),
            models.CheckConstraint(condition=Q(strength__gte=1, strength__lte=3), name="strength_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.competence} – {self.indicator.code} ({self.strength})"


class TrainingNeed(models.Model):
    """Something to be trained: a gap that a coordinator confirmed, or a competence that was declared without a score.

    A need from a gap keeps the score and the reference it came from; shares are basis points of the indicator's range.
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

    cluster = models.ForeignKey(Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="needs")
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
        ]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.indicator.code if self.indicator else self.competence}"
