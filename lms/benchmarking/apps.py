"""Frameworks, assessments and scores; the import of workbooks; gaps and readiness."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenchmarkingConfig(AppConfig):
    name = "lms.benchmarking"
    verbose_name = _("Benchmarking")
