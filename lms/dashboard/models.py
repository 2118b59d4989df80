"""Signs of life of the background processes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a background process last showed that it works, and what it did."""

    process = models.CharField(_("process"), max_length=30, unique=True)
    seen_at = models.DateTimeField(_("seen at"))
    summary = models.JSONField(_("summary"), default=dict, blank=True)

    class Meta:
        ordering = ["process"]
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.process} {self.seen_at:%d/%m/%Y %H:%M}"
