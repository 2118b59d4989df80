"""Clusters, their sectors and specialisation areas, the labels they hold."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    name = "lms.clusters"
    verbose_name = _("Clusters")
