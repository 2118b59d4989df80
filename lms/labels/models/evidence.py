"""What a cluster brings towards a label besides its scores."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from lms.benchmarking.models import Indicator
from lms.clusters.models import Cluster, LabelAward


class Review(models.TextChoices):
    """What a coordinator or an assessor says of it."""

    WAITING = "waiting", _("To be looked at")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")


class Reviewed(models.Model):
    """Written by the cluster, looked at by a coordinator or an assessor without a conflict."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("written by"), related_name="+"
    )
    written_at = models.DateTimeField(_("written at"))
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.WAITING)
    review_reason = models.CharField(_("reason"), max_length=500, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("looked at by"),
        related_name="+",
        null=True,
        blank=True,
    )
    reviewed_at = models.DateTimeField(_("looked at on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_accepted(self) -> bool:
        """Say whether it counts."""
        return self.review == Review.ACCEPTED

    @property
    def is_refused(self) -> bool:
        """Say whether it was looked at and does not count."""
        return self.review == Review.REFUSED

    @property
    def version(self) -> str:
        """What tells one wording from the next: when it was written."""
        return self.written_at.isoformat()


class ImprovementArea(Reviewed):
    """An area in which the cluster has improved since its first benchmark, with the effect: Silver asks for three."""

    title = models.CharField(_("area"), max_length=200)
    what_changed = models.TextField(_("what was done"), max_length=3000)
    effect = models.TextField(_("what it has brought"), max_length=3000)
    indicators = models.ManyToManyField(Indicator, verbose_name=_("indicators"), related_name="+", blank=True)

    class Meta:
        ordering = ["cluster", "pk"]
        verbose_name = _("area of improvement")
        verbose_name_plural = _("areas of improvement")
        constraints = [
            models.CheckConstraint(
                condition=Q(review="waiting") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="reviewed_improvement_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return self.title


class LabelEvidence(Reviewed):
    """A piece of evidence for one requirement of a label: a text, a file, or both."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    level = models.CharField(_("label"), max_length=10, choices=LabelAward.Level)
    requirement = models.SlugField(_("requirement"))
    text = models.TextField(_("text"), max_length=3000, blank=True)
    file = models.FileField(_("file"), upload_to="label_evidence/", blank=True)
    filename = models.CharField(_("name of the file"), max_length=250, blank=True)

    class Meta:
        ordering = ["cluster", "level", "requirement", "pk"]
        verbose_name = _("evidence for a label")
        verbose_name_plural = _("evidence for labels")
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(file=""), name="evidence_is_a_text_or_a_file"),
            models.CheckConstraint(
                condition=Q(review="waiting") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="reviewed_evidence_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.filename or Truncator(self.text).chars(60)
