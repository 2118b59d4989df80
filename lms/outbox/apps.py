"""Every mail and notice as a row, written with the fact it tells of."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "lms.outbox"
    verbose_name = _("Outbox")
