"""Assessors of a call, the conflicts that they declare, and the sheets on which each scores apart from the others."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .applications import Application
from .calls import Call, Criterion


class Assessor(models.Model):
    """Who scores the applications of a call; the sheets of whoever was taken off do not count."""

    call = models.ForeignKey(Call, models.CASCADE, verbose_name=_("call"), related_name="assessors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("assessor"), related_name="assesses_calls"
    )
    named_at = models.DateTimeField(_("named at"))
    removed_at = models.DateTimeField(_("taken off at"), null=True, blank=True)

    class Meta:
        ordering = ["call", "pk"]
        verbose_name = _("assessor of a call")
        verbose_name_plural = _("assessors of calls")
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="assessor_once_per_call")]

    def __str__(self) -> str:
        return str(self.person)


class ConflictOfInterest(models.Model):
    """A conflict that an assessor declared about an application: it stands, and the sheet does not count."""

    assessor = models.ForeignKey(Assessor, models.CASCADE, verbose_name=_("assessor"), related_name="conflicts")
    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name=_("application"), related_name="conflicts"
    )
    reason = models.CharField(_("reason"), max_length=500)
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["assessor", "application"], name="conflict_declared_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="conflict_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason


class ScoreSheet(models.Model):
    """What one assessor scored of one application; read by nobody else until the scoring is closed."""

    assessor = models.ForeignKey(Assessor, models.CASCADE, verbose_name=_("assessor"), related_name="sheets")
    application = models.ForeignKey(Application, models.CASCADE, verbose_name=_("application"), related_name="sheets")
    saved_at = models.DateTimeField(_("saved at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    class Meta:
        ordering = ["application", "assessor"]
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        constraints = [
            models.UniqueConstraint(fields=["assessor", "application"], name="one_score_sheet_per_application")
        ]

    def __str__(self) -> str:
        return f"{self.assessor}: {self.application}"


class SheetPoints(models.Model):
    """Points of one criterion on one sheet, with the reason."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, verbose_name=_("sheet"), related_name="points")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name=_("criterion"), related_name="+")
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)

    class Meta:
        ordering = ["sheet", "criterion__position", "pk"]
        verbose_name = _("points")
        verbose_name_plural = _("points")
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="points_once_per_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
