"""What the coordinator finds on the first page of the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component

from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster
from lms.people.permissions import is_coordinator

from .privacy.viewsets import CopyView, PrivacyGroup


class ProgrammePanel(Component):
    """Where the programme's work goes on: the import, open assessments, clusters that wait for needs or a plan."""

    name = "programme"
    template_name = "dashboard/admin_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return each line with the address it leads to."""
        return {"lines": [(_("Import a benchmark"), reverse("benchmark_import:uploads")), *counted_lines()]}


def counted_lines() -> list[tuple[str, str]]:
    """Return what waits, as far as anything does."""
    still_open = Assessment.objects.filter(status=Assessment.Status.OPEN).count()
    no_needs = Cluster.objects.filter(needs=None).count()
    no_plan = Cluster.objects.filter(plans=None).count()
    address = reverse("assessment_admin:index") + "?status=open"
    site = reverse("benchmarking:overview")
    words = [
        ngettext("%(count)s open assessment", "%(count)s open assessments", still_open),
        ngettext("%(count)s cluster without training needs", "%(count)s clusters without training needs", no_needs),
        ngettext("%(count)s cluster without a training plan", "%(count)s clusters without a training plan", no_plan),
    ]
    lines = zip([still_open, no_needs, no_plan], words, [address, site, site], strict=True)
    return [(text % {"count": count}, to) for count, text, to in lines if count]


@hooks.register("construct_homepage_panels")
def add_programme_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show it to coordinators, first of all panels."""
    if is_coordinator(request.user):
        panels.insert(0, ProgrammePanel())


@hooks.register("register_admin_viewset")
def privacy_screens() -> PrivacyGroup:
    """Requests of erasure, texts of consents, reports of retention."""
    return PrivacyGroup()


@hooks.register("register_admin_urls")
def copy_of_somebodys_data() -> list[Any]:
    """The copy of a person's data, made on that person's request."""
    return [path("people/<int:pk>/copy/", CopyView.as_view(), name="copy_of_data")]


@hooks.register("register_log_actions")
def privacy_in_the_log(actions: object) -> None:
    """Name what is done to somebody's data."""
    register = actions.register_action  # type: ignore[attr-defined]
    register("people.erasure_asked", _("Ask for erasure"), _("Erasure asked for"))
    register("people.erasure_taken_back", _("Take a request of erasure back"), _("Request of erasure taken back"))
    register("people.erased", _("Erase a person's data"), _("Data erased"))
    register("people.copied", _("Copy a person's data"), _("Copy of all data made"))
