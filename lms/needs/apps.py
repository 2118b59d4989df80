"""Competences, the vocabulary that joins indicators and modules; training needs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "lms.needs"
    verbose_name = _("Training needs")
