"""Scoring by hand: files of evidence, the sheets of assessors who score apart, conflicts that people declare."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.benchmarking.querysets import AssessorSheetQuerySet, EvidenceFileQuerySet
from lms.clusters.models import Cluster

from .assessments import Assessment
from .frameworks import Indicator


class EvidenceFile(models.Model):
    """A file that shows why an indicator has its level; part of the evidence once the assessment is closed."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(
        Assessment, models.CASCADE, verbose_name=_("assessment"), related_name="evidence_files"
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="+")
    file = models.FileField(_("file"), upload_to="assessment_evidence/")
    filename = models.CharField(_("name of the file"), max_length=250)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "indicator", "pk"]
        verbose_name = _("file of evidence")
        verbose_name_plural = _("files of evidence")

    def __str__(self) -> str:
        return self.filename


class AssessorSheet(models.Model):
    """What one of several assessors scored, apart from the others, who see it only when all have handed theirs in."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name=_("assessment"), related_name="sheets")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("assessor"), related_name="assessor_sheets"
    )
    started_at = models.DateTimeField(_("started at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    objects = AssessorSheetQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "pk"]
        verbose_name = _("sheet of an assessor")
        verbose_name_plural = _("sheets of assessors")
        constraints = [models.UniqueConstraint(fields=["assessment", "assessor"], name="one_sheet_per_assessor")]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.assessor}"


class SheetScore(models.Model):
    """The level that one assessor gives to one indicator, and why."""

    sheet = models.ForeignKey(AssessorSheet, models.CASCADE, verbose_name=_("sheet"), related_name="scores")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="+")
    value = models.DecimalField(_("level"), null=True, blank=True, max_digits=6, decimal_places=2)
    is_answered = models.BooleanField(_("answered"), default=True)
    evidence = models.TextField(_("evidence"), max_length=3000, blank=True)

    class Meta:
        ordering = ["sheet", "indicator"]
        verbose_name = _("score on a sheet")
        verbose_name_plural = _("scores on a sheet")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="one_sheet_score_per_indicator"),
            models.CheckConstraint(condition=Q(is_answered=True) | Q(value=None), name="level_on_a_sheet_is_an_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.value if self.value is not None else _('not assessed')}"


class DeclaredConflict(models.Model):
    """An assessor says of a cluster: not me. It holds until it is withdrawn."""

    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("assessor"), related_name="declared_conflicts"
    )
    cluster = models.ForeignKey(Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    declared_at = models.DateTimeField(_("declared at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["-declared_at"]
        verbose_name = _("declared conflict")
        verbose_name_plural = _("declared conflicts")
        constraints = [
            models.UniqueConstraint(
                fields=["assessor", "cluster"], condition=Q(withdrawn_at=None), name="one_conflict_in_force_per_cluster"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessor} – {self.cluster}"
