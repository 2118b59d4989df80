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
    actions.register_action("benchmarking.import", _("Import"), _("Imported from a benchmark file"))
    actions.register_action("benchmarking.replace", _("Replace"), _("Scores replaced from a benchmark file"))
    actions.register_action("benchmarking.close", _("Close"), _("Assessment closed"))
    actions.register_action("benchmarking.remove", _("Remove"), _("Open assessment removed"))
