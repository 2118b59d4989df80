"""Registers what the admin shows of benchmarks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .framework_viewsets import BenchmarkingGroup


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what the audit trail holds about assessments."""
    actions.register_action("benchmarking.import", _("Import"), _("Imported from a benchmark file"))
    actions.register_action("benchmarking.replace", _("Replace"), _("Scores replaced from a benchmark file"))
    actions.register_action("benchmarking.close", _("Close"), _("Assessment closed"))


@hooks.register("register_admin_viewset")
def benchmarking_screens() -> BenchmarkingGroup:
    """Frameworks, assessments, targets."""
    return BenchmarkingGroup()
