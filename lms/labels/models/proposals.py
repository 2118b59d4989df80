"""Awards and renewals as the rule would date them; a coordinator confirms or dismisses each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster, LabelAward

from .rules import LabelRule


class LabelProposal(models.Model):
    """One assessment may lead to a label: from, until, and by which rule. Confirming it writes the award."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First award")
        RENEWAL = "renewal", _("Renewal")

    class Status(models.TextChoices):
        OPEN = "open", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    cluster = models.ForeignKey(Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="label_proposals")
    level = models.CharField(_("label"), max_length=10, choices=LabelAward.Level)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, verbose_name=_("assessment"), related_name="label_proposals"
    )
    rule = models.ForeignKey(LabelRule, models.PROTECT, verbose_name=_("rule"), related_name="+")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    award = models.ForeignKey(
        LabelAward, models.SET_NULL, verbose_name=_("label awarded"), related_name="proposals", null=True, blank=True
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("proposal of a label")
        verbose_name_plural = _("proposals of labels")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "level"], name="one_proposal_per_assessment_and_label"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="proposal_in_order"),
            models.CheckConstraint(
                condition=Q(status="open", decided_at=None) | Q(~Q(status="open"), decided_at__isnull=False),
                name="decided_proposal_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} – {self.cluster}"
