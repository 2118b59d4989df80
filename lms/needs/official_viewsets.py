"""The staff's screens of what concerns officials. Ratings have none: each reading of them is noted, on the site."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from lms.staff_admin import StaffViewSet

from .models import CompetenceTarget, Supervision
from .official_forms import CompetenceTargetForm, SupervisionForm


class CompetenceTargetFilters(WagtailFilterSet):
    """What targets are looked up by."""

    class Meta:
        model = CompetenceTarget
        fields = ["competence", "level"]


class CompetenceTargetList(generic.IndexView):
    """All targets."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return CompetenceTarget.objects.select_related("competence", "person")


class CompetenceTargetAdmin(StaffViewSet):
    """The levels that officials should reach."""

    model = CompetenceTarget
    icon = "pick"
    index_view_class = CompetenceTargetList
    filterset_class = CompetenceTargetFilters
    list_display = [
        "competence",
        "level",
        Column("person", label=_("For"), accessor=lambda target: target.person or _("all officials")),
    ]
    list_export = ["competence", "level", "person"]
    search_fields = ["competence__name", "competence__name_en", "person__first_name", "person__last_name"]

    def get_form_class(self, for_update: bool = False) -> type[CompetenceTargetForm]:
        """Take what staff types."""
        return CompetenceTargetForm


class SupervisionFilters(WagtailFilterSet):
    """What supervisions are looked up by."""

    class Meta:
        model = Supervision
        fields = ["valid_from", "valid_until"]


class SupervisionList(generic.IndexView):
    """All supervisions, in force or not."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return Supervision.objects.select_related("person", "supervisor")


class SupervisionAdmin(StaffViewSet):
    """Who supervises which official, and when."""

    model = Supervision
    icon = "group"
    index_view_class = SupervisionList
    filterset_class = SupervisionFilters
    list_display = ["person", "supervisor", "valid_from", "valid_until"]
    list_export = ["person", "supervisor", "valid_from", "valid_until"]
    search_fields = [
        "person__first_name", "person__last_name", "supervisor__first_name", "supervisor__last_name",
    ]  # fmt: skip

    def get_form_class(self, for_update: bool = False) -> type[SupervisionForm]:
        """Take what staff types."""
        return SupervisionForm
