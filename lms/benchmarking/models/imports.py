"""An uploaded workbook on its way in: read, previewed, committed whole or not at all."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BenchmarkImport(models.Model):
    """One upload. The file is kept until it is committed or thirty days old, then only the summary stays."""

    class Status(models.TextChoices):
        READING = "reading", _("Being read")
        REFUSED = "refused", _("Refused")
        READY = "ready", _("Ready to commit")
        COMMITTING = "committing", _("Being committed")
        COMMITTED = "committed", _("Committed")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to="imports/", blank=True)
    filename = models.CharField(_("file name"), max_length=250)
    options = models.JSONField(_("options"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.READING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    preview = models.JSONField(_("preview"), default=dict, blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    committed_at = models.DateTimeField(_("committed at"), null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("import of a benchmark")
        verbose_name_plural = _("imports of benchmarks")

    def __str__(self) -> str:
        return self.filename
