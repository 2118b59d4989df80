"""The labels that clusters hold."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.languages import Localised

from .clusters import Cluster


class LabelAward(models.Model):
    """A label of cluster-management excellence held from .. to, both days included."""

    class Level(models.TextChoices):
        BRONZE = "bronze", "Bronze"
        SILVER = "silver", "Silver"
        GOLD = "gold", "Gold"

    cluster = models.ForeignKey(Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="labels")
    level = models.CharField(_("label"), max_length=10, choices=Level)
    valid_from = models.DateField(_("held from"))
    valid_until = models.DateField(_("held until"), null=True, blank=True)
    note_it = models.CharField(_("note (Italian)"), max_length=250, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=250, blank=True)
    note = Localised("note")

    class Meta:
        ordering = ["-valid_from", "cluster"]
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="label_ends_after_it_starts",
                violation_error_message=_("The label ends before it starts: correct one of the two days."),
            ),
            models.UniqueConstraint(fields=["cluster", "level", "valid_from"], name="label_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} – {self.cluster}"

    def is_held_on(self, day: date) -> bool:
        """Say whether the label is valid on that day: both boundary days count, no end means until further notice."""
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)
