"""Offerings, enrolments and registers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "lms.training"
    verbose_name = _("Training")
