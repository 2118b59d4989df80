"""The way of a cluster to its label: rules as data, evidence, proposals, reminders."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabelsConfig(AppConfig):
    name = "lms.labels"
    verbose_name = _("Labels of excellence")
