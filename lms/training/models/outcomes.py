"""What came of an enrolment when its offering was closed: hours, and whether the threshold was met."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .enrolments import Enrolment
from .offerings import OfferingPart


class Outcome(models.Model):
    """Hours attended and planned in minutes, and what follows. `is_met` is what the rule says; a coordinator's
    override stands beside it with its reason, and `has_passed` is what counts.

    `reason` is a code with `params`; templates word it: "22 of 28 hours: 79 %, threshold 80 %".
    """

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, verbose_name=_("enrolment"), related_name="outcome")
    attended_minutes = models.PositiveIntegerField(_("minutes attended"))
    planned_minutes = models.PositiveIntegerField(_("minutes planned"))
    is_met = models.BooleanField(_("threshold met"))
    has_passed = models.BooleanField(_("passed"))
    reason = models.CharField(_("reason"), max_length=40)
    params = models.JSONField(_("parameters of the reason"), default=dict, blank=True)
    decided_at = models.DateTimeField(_("computed at"))
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("overridden by"),
        related_name="+",
        null=True,
        blank=True,
    )
    overridden_at = models.DateTimeField(_("overridden at"), null=True, blank=True)
    override_reason = models.CharField(_("reason of the override"), max_length=500, blank=True)

    class Meta:
        ordering = ["enrolment"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(
                condition=Q(attended_minutes__lte=F("planned_minutes")), name="no_more_attended_than_planned"
            ),
            models.CheckConstraint(
                condition=Q(has_passed=F("is_met"), overridden_by=None, overridden_at=None, override_reason="")
                | Q(overridden_by__isnull=False, overridden_at__isnull=False) & ~Q(override_reason=""),
                name="an_override_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.attended_minutes}/{self.planned_minutes}"


class PartOutcome(models.Model):
    """The same of one part."""

    outcome = models.ForeignKey(Outcome, models.PROTECT, verbose_name=_("outcome"), related_name="parts")
    part = models.ForeignKey(OfferingPart, models.PROTECT, verbose_name=_("part"), related_name="outcomes")
    attended_minutes = models.PositiveIntegerField(_("minutes attended"))
    planned_minutes = models.PositiveIntegerField(_("minutes planned"))
    is_met = models.BooleanField(_("threshold met"))

    class Meta:
        ordering = ["outcome", "part"]
        verbose_name = _("outcome of a part")
        verbose_name_plural = _("outcomes of parts")
        constraints = [models.UniqueConstraint(fields=["outcome", "part"], name="part_outcome_once")]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.part_id}"
