"""What was changed in an offering or a session: written in the same transaction as the change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .offerings import Offering
from .sessions import TrainingSession


class Change(models.Model):
    """One change with what it said before and says now, in plain values (times in ISO 8601, UTC)."""

    class Kind(models.TextChoices):
        TITLE = "title", pgettext_lazy("change", "title")
        TIME = "time", pgettext_lazy("change", "time")
        PLACE = "place", pgettext_lazy("change", "place, room or link")
        INSTRUCTORS = "instructors", pgettext_lazy("change", "instructors")
        HOURS = "hours", pgettext_lazy("change", "planned hours")
        ADDED = "added", pgettext_lazy("change", "session added")
        CANCELLED = "cancelled", pgettext_lazy("change", "cancelled")

    offering = models.ForeignKey(Offering, models.CASCADE, verbose_name=_("offering"), related_name="changes")
    session = models.ForeignKey(
        TrainingSession, models.CASCADE, verbose_name=_("session"), related_name="changes", null=True, blank=True
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("now"), default=dict, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["offering", "-at"], name="change_of_offering")]

    def __str__(self) -> str:
        return f"{self.offering_id}: {self.kind}"
