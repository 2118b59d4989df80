"""Lists of people on their way in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeopleImport(models.Model):
    """A list that was uploaded: what was read of it, what is wrong, and what became of it.

    `rows`: what each row says, {"row", "texts": by column, "unreadable": columns}, and once people were invited "what"
    became of it ("new", "role", "nothing", or "" where it was left out). `problems` of the file, worded when read:
    {"row", "column", "code", "params"}. Both are emptied some days after.
    """

    class Status(models.TextChoices):
        READ = "read", pgettext_lazy("list of people", "Read")
        DONE = "done", _("People invited")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    filename = models.CharField(_("file"), max_length=250)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.READ)
    rows = models.JSONField(_("rows"), default=list, blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")

    def __str__(self) -> str:
        return self.filename
