"""The staff's screens of frameworks and targets, and the menu of benchmarks."""

from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.staff_admin import (
    ActionView,
    CreateView,
    FormInlinePanel,
    ListWithActions,
    StaffViewSet,
)

from .assessment_viewsets import AssessmentAdmin
from .framework_forms import FrameworkForm, IndicatorForm, IndicatorFormSet, NewVersionForm, ScaleLevelForm, TargetForm
from .framework_versions import copy_framework
from .indicator_fields import IndicatorChoiceField
from .level_viewsets import IndicatorLevelAdmin
from .models import ClusterTarget, Framework

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


viewsets = (FrameworkAdmin, IndicatorLevelAdmin, AssessmentAdmin, ClusterTargetAdmin)


class BenchmarkingGroup(ModelViewSetGroup):
    """The menu of benchmarks; other items join it through the hook of its submenu."""

    items = viewsets
    submenu_hook = "register_benchmarking_menu_item"
    menu_label = gettext_lazy("Benchmarking")
    menu_name = "benchmarking"
    menu_icon = "clipboard-list"
    menu_order = 220
