"""Registers what the admin shows of benchmarks: frameworks, assessments, targets, and the import."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import import_urls
from .framework_viewsets import BenchmarkingGroup
from .permissions import can_import_benchmarks

LOGGED = [
    ("import", _("Import"), _("Imported from a benchmark file")),
    ("replace", _("Replace"), _("Scores replaced from a benchmark file")),
    ("begin", _("Begin"), _("Scoring by hand begun")),
    ("score", _("Score"), _("Level of an indicator chosen")),
    ("add_file", _("Add file"), _("File of evidence added")),
    ("remove_file", _("Remove file"), _("File of evidence removed")),
    ("submit", _("Submit"), _("Self-assessment submitted")),
    ("take_back", _("Take back"), _("Submission taken back by the cluster")),
    ("return", _("Give back"), _("Submission given back to the cluster")),
    ("sheet", _("Begin sheet"), _("Assessor's own sheet begun")),
    ("hand_in", _("Hand in"), _("Assessor's sheet handed in")),
    ("remove_sheet", _("Remove sheet"), _("Sheet of an assessor removed")),
    ("agree", _("Agree"), _("Assessors agreed on a level")),
    ("close", _("Close"), _("Assessment closed")),
    ("remove", _("Remove"), _("Open assessment removed")),
    ("declare_conflict", _("Declare conflict"), _("Conflict with a cluster declared")),
    ("withdraw_conflict", _("Withdraw conflict"), _("Declared conflict withdrawn")),
]


class ImportMenuItem(MenuItem):
    """Leads to the import, for those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the predicate of the views."""
        return can_import_benchmarks(request.user)


@hooks.register("register_admin_viewset")
def benchmarking_screens() -> BenchmarkingGroup:
    """Frameworks, assessments and targets."""
    return BenchmarkingGroup()


@hooks.register("register_admin_urls")
def import_addresses() -> list[URLResolver]:
    """Mount the import's pages, which Wagtail then wraps in its own question for access to the admin."""
    return [path("benchmark-import/", include(import_urls))]


@hooks.register("register_benchmarking_menu_item")
def import_menu_item() -> MenuItem:
    """Offer the import first: it is how every benchmark comes in."""
    address = reverse("benchmark_import:uploads")
    return ImportMenuItem(_("Import"), address, name="benchmark-import", icon_name="upload", order=10)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what the audit trail holds about assessments."""
    for name, label, message in LOGGED:
        actions.register_action(f"benchmarking.{name}", label, message)
