"""Calls, applications, independent scores, ranking and reserve."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelectionConfig(AppConfig):
    name = "lms.selection"
    verbose_name = _("Selection")
