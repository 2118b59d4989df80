"""The staff's screens of frameworks, assessments and targets."""

from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.staff_admin import (
    ActionView,
    CreateView,
    FormInlinePanel,
    InspectView,
    ListWithActions,
    ReadOnlyViewSet,
    StaffViewSet,
)

from .closing import close_assessment
from .framework_forms import FrameworkForm, IndicatorForm, IndicatorFormSet, NewVersionForm, ScaleLevelForm, TargetForm
from .framework_versions import copy_framework
from .indicator_fields import IndicatorChoiceField
from .models import Assessment, ClusterTarget, Framework
from .removing import delete_assessment

WORDS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("version"), FieldPanel("kind")]),
            FieldPanel("name_it"),
            FieldPanel("name_en"),
            FieldPanel("disclaimer_it"),
            FieldPanel("disclaimer_en"),
            FieldRowPanel([FieldPanel("gold_share"), FieldPanel("valid_from")]),
            FieldPanel("workbook_names"),
        ],
        heading=gettext_lazy("Framework"),
    ),
]
LEVELS = FormInlinePanel(
    "levels",
    child_form=ScaleLevelForm,
    heading=gettext_lazy("Levels of the scale"),
    label=gettext_lazy("Level"),
    panels=[
        FieldRowPanel([FieldPanel("value"), FieldPanel("label_it"), FieldPanel("label_en")]),
        FieldRowPanel([FieldPanel("description_it"), FieldPanel("description_en")]),
    ],
)
GROUPS = InlinePanel(
    "groups",
    heading=gettext_lazy("Groups of indicators"),
    label=gettext_lazy("Group"),
    help_text=gettext_lazy("Save a new group before you put indicators into it."),
    panels=[
        FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("name_it"), FieldPanel("name_en")]),
    ],
)
INDICATORS = FormInlinePanel(
    "indicators",
    heading=gettext_lazy("Indicators"),
    label=gettext_lazy("Indicator"),
    child_form=IndicatorForm,
    child_formset=IndicatorFormSet,
    panels=[
        FieldRowPanel([FieldPanel("code"), FieldPanel("group")]),
        FieldRowPanel([FieldPanel("position"), FieldPanel("weight")]),
        FieldRowPanel([FieldPanel("name_it"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("evidence_it"), FieldPanel("evidence_en")]),
        FieldRowPanel([FieldPanel("min_level"), FieldPanel("max_level")]),
        FieldRowPanel([FieldPanel("excellence_threshold"), FieldPanel("minimum_requirement")]),
    ],
)


class NewFrameworkView(CreateView):
    """A new framework begins with its scale and groups; indicators follow once the groups are there."""

    def get_success_url(self) -> str:
        """Go on to the indicators."""
        return reverse("framework_admin:edit", args=[self.object.pk])


class NewVersionView(ActionView):
    """Copies a framework as a new version."""

    page_title = gettext_lazy("Copy as a new version")
    question = gettext_lazy(
        "Levels, groups and indicators are copied, with the competences and expected lifts joined to them. "
        "Assessments, needs and targets stay with the version they were made on."
    )
    submit_label = gettext_lazy("Copy")
    form_class = NewVersionForm
    permission_required = "add"

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Copy it."""
        self.copied = copy_framework(framework=self.object, by=self.by, **cleaned_data)
        return _("%(framework)s is there: change what is new in it.") % {"framework": self.copied}

    def form_valid(self, form: Any) -> Any:
        """Go on to the copy."""
        response = super().form_valid(form)
        return redirect("framework_admin:edit", self.copied.pk) if response.status_code == 302 else response


class FrameworkList(ListWithActions):
    """All versions of all frameworks."""

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer the copy."""
        if not self.user_has_permission("add"):
            return []
        return [(gettext_lazy("Copy as a new version"), "framework_admin:new_version", "copy")]


class FrameworkAdmin(StaffViewSet):
    """Frameworks: once a closed assessment rests on a version, only its wording changes."""

    model = Framework
    icon = "list-ol"
    index_view_class = FrameworkList
    add_view_class = NewFrameworkView
    action_views = {"new_version": NewVersionView}
    list_display = ["code", "version", "kind", Column("name", label=gettext_lazy("Name")), "valid_from"]
    list_filter = ["kind"]
    search_fields = ["code", "version", "name_it", "name_en"]
    edit_handler = TabbedInterface(
        [
            ObjectList(WORDS, heading=gettext_lazy("Framework")),
            ObjectList([LEVELS], heading=gettext_lazy("Levels")),
            ObjectList([GROUPS], heading=gettext_lazy("Groups")),
            ObjectList([INDICATORS], heading=gettext_lazy("Indicators")),
        ],
        base_form_class=FrameworkForm,
    )
    new_handler = TabbedInterface(
        [
            ObjectList(WORDS, heading=gettext_lazy("Framework")),
            ObjectList([LEVELS], heading=gettext_lazy("Levels")),
            ObjectList([GROUPS], heading=gettext_lazy("Groups")),
        ],
        base_form_class=FrameworkForm,
    )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave the indicators to the second step."""
        panel = self.new_handler.bind_to_model(self.model)
        return super().get_add_view_kwargs(**kwargs) | {"panel": panel, "form_class": panel.get_form_class()}


class CloseView(ActionView):
    """Closes an assessment."""

    page_title = gettext_lazy("Close the assessment")
    question = gettext_lazy(
        "A closed assessment is evidence: its scores can never be changed again, by anybody. "
        "It must say something of every indicator, if only “not assessed”."
    )
    submit_label = gettext_lazy("Close for good")

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

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Remove it."""
        name = str(self.object)
        delete_assessment(assessment=self.object, by=self.by)
        return _("%(assessment)s is removed.") % {"assessment": name}


class AssessmentList(ListWithActions):
    """All assessments; the open ones can be closed or removed."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return Assessment.objects.select_related("cluster", "framework", "closed_by")

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer the closing and the removal of an open assessment."""
        if instance.is_closed or not self.user_has_permission("change"):
            return []
        return [
            (gettext_lazy("Close the assessment"), "assessment_admin:close", "lock"),
            (gettext_lazy("Remove the assessment"), "assessment_admin:remove", "bin"),
        ]


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


class AssessmentAdmin(ReadOnlyViewSet):
    """Assessments come in by import; here they are read, closed, or removed while they are open."""

    model = Assessment
    icon = "clipboard-list"
    index_view_class = AssessmentList
    inspect_view_class = AssessmentPage
    inspect_view_fields = [
        "cluster", "framework", "kind", "assessed_on", "status", "source", "recorded_by", "recorded_at",
        "closed_by", "closed_at", "scores",
    ]  # fmt: skip
    action_views = {"close": CloseView, "remove": RemoveView}
    list_display = ["cluster", "framework", "kind", "assessed_on", "status", "closed_by"]
    list_filter = ["cluster", "framework", "kind", "status", "assessed_on"]
    list_export = ["cluster", "framework", "kind", "assessed_on", "status", "source", "closed_by", "closed_at"]
    search_fields = ["cluster__name", "source"]


class AdminTargetForm(TargetForm):
    """A target whose indicator says its framework."""

    indicator = IndicatorChoiceField(label=gettext_lazy("Indicator"))


class TargetFilters(WagtailFilterSet):
    """What targets are looked up by."""

    indicator__framework = ModelChoiceFilter(label=gettext_lazy("Framework"), queryset=Framework.objects.all())

    class Meta:
        model = ClusterTarget
        fields = ["cluster", "indicator__framework"]


class TargetList(generic.IndexView):
    """All targets."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return ClusterTarget.objects.select_related("cluster", "indicator")


class ClusterTargetAdmin(StaffViewSet):
    """The clusters' own targets."""

    model = ClusterTarget
    icon = "crosshairs"
    index_view_class = TargetList
    list_display = ["cluster", "indicator", "level"]
    filterset_class = TargetFilters
    list_export = ["cluster", "indicator", "level"]
    search_fields = ["cluster__name", "indicator__code", "indicator__name_it", "indicator__name_en"]

    def get_form_class(self, for_update: bool = False) -> type[TargetForm]:
        """Name frameworks in the choice of indicators."""
        return AdminTargetForm


viewsets = (FrameworkAdmin, AssessmentAdmin, ClusterTargetAdmin)


class BenchmarkingGroup(ModelViewSetGroup):
    """The menu of benchmarks; other items join it through the hook of its submenu."""

    items = viewsets
    submenu_hook = "register_benchmarking_menu_item"
    menu_label = gettext_lazy("Benchmarking")
    menu_name = "benchmarking"
    menu_icon = "clipboard-list"
    menu_order = 220
