"""What the coordinator finds on the first page of the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from lms.people.permissions import is_coordinator

from .privacy.viewsets import CopyView, PrivacyGroup
from .viewsets import JobRunAdmin
from .waiting import waiting_lines


class ProgrammePanel(Component):
    """Where the programme's work goes on: the import, and what waits for a coordinator."""

    name = "programme"
    template_name = "dashboard/admin_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return each line with the address it leads to."""
        first = (_("Import a benchmark"), reverse("benchmark_import:uploads"))
        return {"lines": [first, *waiting_lines(timezone.now())]}


@hooks.register("construct_homepage_panels")
def add_programme_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show it to coordinators, first of all panels."""
    if is_coordinator(request.user):
        panels.insert(0, ProgrammePanel())


@hooks.register("register_admin_viewset")
def privacy_screens() -> PrivacyGroup:
    """Requests of erasure, texts of consents, reports of retention."""
    return PrivacyGroup()


@hooks.register("register_admin_viewset")
def report_of_the_clock() -> JobRunAdmin:
    """What happened by itself."""
    return JobRunAdmin()


@hooks.register("register_admin_urls")
def copy_of_somebodys_data() -> list[Any]:
    """The copy of a person's data, made on that person's request."""
    return [path("people/<int:pk>/copy/", CopyView.as_view(), name="copy_of_data")]


@hooks.register("register_log_actions")
def privacy_in_the_log(actions: object) -> None:
    """Name what is done to somebody's data."""
    register = actions.register_action  # type: ignore[attr-defined]  # Wagtail carries no types
    register("people.erasure_asked", _("Ask for erasure"), _("Erasure asked for"))
    register("people.erasure_taken_back", _("Take a request of erasure back"), _("Request of erasure taken back"))
    register("people.erased", _("Erase a person's data"), _("Data erased"))
    register("people.copied", _("Copy a person's data"), _("Copy of all data made"))
