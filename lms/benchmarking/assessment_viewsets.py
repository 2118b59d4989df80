"""The staff's screens of assessments: read, closed, or removed while they are open."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component

from lms.staff_admin import ActionView, InspectView, ListWithActions, ReadOnlyViewSet

from .closing import close_assessment
from .models import Assessment
from .permissions import standings_of
from .querysets import BY_HAND
from .removing import delete_assessment
from .staff_obstacles import obstacles_to_closing


class CloseView(ActionView):
    """Closes an assessment."""

    page_title = gettext_lazy("Close the assessment")
    question = gettext_lazy(
        "A closed assessment is evidence: its scores can never be changed again, by anybody. "
        "It must say something of every indicator, if only “not assessed”."
    )
    submit_label = gettext_lazy("Close for good")

    def obstacles(self) -> list[str]:
        """Say what keeps the person from closing it, with the rule on conflicts or on two assessors."""
        return obstacles_to_closing(self.by, self.object)

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Close it."""
        close_assessment(assessment=self.object, by=self.by, now=timezone.now())
        return _("%(assessment)s is closed.") % {"assessment": self.object}


class RemoveView(ActionView):
    """Removes an open assessment."""

    page_title = gettext_lazy("Remove the assessment")
    question = gettext_lazy(
        "The open assessment and all its scores are removed. The audit trail keeps that it was there. "
        "A closed assessment, or one that training needs were made from, cannot be removed."
    )
    submit_label = gettext_lazy("Remove")

    def obstacles(self) -> list[str]:
        """Say that a closed assessment stays; a conflict keeps nobody from removing an open one."""
        sentence = _("%(assessment)s is closed: it is evidence and cannot be removed.")
        return [sentence % {"assessment": self.object}] if self.object.is_closed else []

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Remove it."""
        name = str(self.object)
        delete_assessment(assessment=self.object, by=self.by)
        return _("%(assessment)s is removed.") % {"assessment": name}


class AssessmentList(ListWithActions):
    """All assessments; the open ones can be closed or removed."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return Assessment.objects.select_related("cluster", "framework", "closed_by", "submitted_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask once for all rows of the page what the person may do with each."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        self.standings = standings_of(self.request.user, list(context["object_list"]))
        return context

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer the closing and the removal of an open assessment, as the rule on scoring by hand allows them."""
        standing = self.standings[instance.pk]
        if not self.user_has_permission("change"):
            return []
        offered = [
            (
                standing.can_close and not standing.is_apart,
                gettext_lazy("Close the assessment"),
                "assessment_admin:close",
                "lock",
            ),
            (standing.can_discard, gettext_lazy("Remove the assessment"), "assessment_admin:remove", "bin"),
        ]
        return [(label, address, icon) for is_allowed, label, address, icon in offered if is_allowed]


class ScoreTable(Component):
    """The scores of an assessment as a table, chapter by chapter."""

    template_name = "benchmarking/admin/scores.html"

    def __init__(self, scores: Any) -> None:
        self.scores = scores

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Hand the scores over."""
        return {"scores": list(self.scores)}


class AssessmentPage(InspectView):
    """An assessment with its scores."""

    def get_scores_display_value(self) -> Component:
        """Give every score in the order of the framework."""
        return ScoreTable(self.object.scores.select_related("indicator__group").order_by("indicator__position"))

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Name the scores."""
        return _("Scores") if field_name == "scores" else str(super().get_field_label(field_name, field))


class AssessmentFilters(WagtailFilterSet):
    """What assessments are looked up by."""

    waiting = ChoiceFilter(
        label=gettext_lazy("Scored by hand"),
        method="with_state",
        choices=[
            ("filling", gettext_lazy("Being scored")),
            ("submitted", gettext_lazy("Submitted, waits to be closed")),
        ],
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Assessment
        fields = ["cluster", "framework", "kind", "status", "assessed_on"]

    def with_state(self, rows: Any, name: str, value: str) -> Any:
        """Keep what is scored on the site and open, submitted or not."""
        by_hand = rows.filter(BY_HAND, status=Assessment.Status.OPEN)
        return by_hand.filter(submitted_at__isnull=value != "submitted")


class AssessmentAdmin(ReadOnlyViewSet):
    """Assessments come in by import or are scored on the site; here they are read, closed, or removed while open."""

    model = Assessment
    icon = "clipboard-list"
    index_view_class = AssessmentList
    inspect_view_class = AssessmentPage
    inspect_view_fields = [
        "cluster", "framework", "kind", "assessed_on", "status", "source", "recorded_by", "recorded_at",
        "submitted_by", "submitted_at", "returned_reason", "assessors_needed", "closed_by", "closed_at", "scores",
    ]  # fmt: skip
    action_views = {"close": CloseView, "remove": RemoveView}
    list_display = ["cluster", "framework", "kind", "assessed_on", "status", "submitted_at", "closed_by"]
    filterset_class = AssessmentFilters
    list_export = [
        "cluster", "framework", "kind", "assessed_on", "status", "source", "submitted_by", "submitted_at",
        "closed_by", "closed_at",
    ]  # fmt: skip
    search_fields = ["cluster__name", "source"]
