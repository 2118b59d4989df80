"""The staff's screens of courses, modules and plans."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.needs.official_viewsets import CompetenceTargetAdmin, SupervisionAdmin
from lms.needs.templatetags.amounts import hours
from lms.needs.viewsets import CompetenceAdmin, TrainingNeedAdmin
from lms.staff_admin import CreateView, EditView, FormInlinePanel, ReadOnlyViewSet, StaffViewSet

from .models import CompletedModule, Course, CoursePage, Module, ModulePage, TrainingPlan
from .module_forms import CompletedModuleForm, CourseForm, LiftForm, LiftFormSet, ModuleForm


def title_of(pages: Any, fact: str) -> Subquery:
    """Return the title that the page in the reader's language gives to a fact."""
    found = pages.objects.filter(**{fact: OuterRef("pk")}, locale__language_code=get_language())
    return Subquery(found.values("title")[:1])


TITLE = Column("title", label=_("Title"), accessor=lambda fact: fact.title or "–", sort_key="title")


class NewFactView(CreateView):
    """Adds a course or a module and says what comes next."""

    success_message = _("%(object)s is there. Now add its page below the catalogue: title and texts are written there.")


class FactView(EditView):
    """Changes a course or a module, under its code and title."""

    def get_page_subtitle(self) -> str:
        """Add the title that its page gives in the reader's language."""
        page = self.object.pages.filter(locale__language_code=get_language()).first()
        return f"{self.object.code} {page.title}" if page else str(self.object)


class CourseList(generic.IndexView):
    """All courses."""

    def get_base_queryset(self) -> Any:
        """Add titles and numbers of modules."""
        return Course.objects.annotate(title=title_of(CoursePage, "course"), module_count=Count("modules"))


class CourseAdmin(StaffViewSet):
    """Courses: facts; their words are on pages."""

    model = Course
    icon = "folder-open-1"
    index_view_class = CourseList
    list_display = ["code", TITLE, Column("module_count", label=_("Modules")), "position"]
    list_export = ["code", "title", "module_count", "position"]
    export_headings = {"title": _("Title"), "module_count": _("Modules")}
    search_fields = ["code"]
    add_view_class = NewFactView
    edit_view_class = FactView
    edit_handler = ObjectList([FieldPanel("code"), FieldPanel("position")], base_form_class=CourseForm)


class ModuleFilters(WagtailFilterSet):
    """What modules are looked up by."""

    class Meta:
        model = Module
        fields = ["course", "audience", "in_italian", "in_english", "is_offered"]


class ModuleList(generic.IndexView):
    """All modules."""

    def get_base_queryset(self) -> Any:
        """Add titles; read what a row says in one query."""
        return Module.objects.select_related("course").annotate(title=title_of(ModulePage, "module"))


class ModuleAdmin(StaffViewSet):
    """Modules: facts; their words are on pages."""

    model = Module
    icon = "doc-full-inverse"
    index_view_class = ModuleList
    add_view_class = NewFactView
    edit_view_class = FactView
    list_display = [
        "code",
        TITLE,
        "course",
        Column("hours", label=_("Hours"), accessor=lambda module: hours(module.duration_minutes)),
        "audience",
        BooleanColumn("is_offered", label=_("Offered"), sort_key="is_offered"),
    ]
    filterset_class = ModuleFilters
    list_export = [
        "code", "title", "course", "duration_minutes", "audience", "in_italian", "in_english", "eqf_level",
        "planned_from", "planned_until", "is_offered",
    ]  # fmt: skip
    export_headings = {"title": _("Title")}
    search_fields = ["code", "pages__title"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("code"), FieldPanel("course")]),
                    FieldRowPanel([FieldPanel("duration_minutes"), FieldPanel("eqf_level")]),
                    FieldPanel("audience"),
                    FieldRowPanel([FieldPanel("in_italian"), FieldPanel("in_english")]),
                    FieldRowPanel([FieldPanel("planned_from"), FieldPanel("planned_until")]),
                    FieldPanel("is_offered"),
                ],
                heading=_("Module"),
            ),
            MultiFieldPanel([FieldPanel("competences")], heading=_("Competences")),
            FormInlinePanel(
                "lifts",
                heading=_("Expected lifts"),
                label=_("Lift"),
                child_form=LiftForm,
                child_formset=LiftFormSet,
                panels=[FieldRowPanel([FieldPanel("indicator"), FieldPanel("share_bp")])],
            ),
            MultiFieldPanel([FieldPanel("prerequisites")], heading=_("Prerequisites")),
        ],
        base_form_class=ModuleForm,
    )


class RecordsWho:
    """Notes who recorded it, the first time."""

    def save_instance(self) -> Any:
        """Add the person to the row."""
        if self.form.instance.recorded_by is None:  # type: ignore[attr-defined]  # a mixin of Wagtail's views
            self.form.instance.recorded_by = self.request.user  # type: ignore[attr-defined]  # Wagtail carries no types
        return super().save_instance()  # type: ignore[misc]  # a mixin


class CompletedView(RecordsWho, CreateView):
    """Records a completed module."""


class CompletedList(generic.IndexView):
    """All completed modules."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return CompletedModule.objects.select_related("cluster", "person", "module", "recorded_by")


class CompletedModuleAdmin(StaffViewSet):
    """What the clusters' teams, and officials, have completed already."""

    model = CompletedModule
    icon = "check"
    index_view_class = CompletedList
    add_view_class = CompletedView
    list_display = ["owner", "module", "completed_on", "recorded_by"]
    list_filter = ["cluster", "module", "completed_on"]
    list_export = ["cluster", "person", "module", "completed_on", "note", "recorded_by"]
    search_fields = ["cluster__name", "person__first_name", "person__last_name", "module__code", "note"]

    def get_form_class(self, for_update: bool = False) -> type[CompletedModuleForm]:
        """Take what staff types."""
        return CompletedModuleForm


class PlanList(generic.IndexView):
    """All versions of all plans."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return TrainingPlan.objects.select_related("cluster", "person", "computed_by", "published_by")


class TrainingPlanAdmin(ReadOnlyViewSet):
    """Plans are computed and published on the site; here their versions are looked up."""

    model = TrainingPlan
    icon = "tasks"
    index_view_class = PlanList
    inspect_view_fields = [
        "cluster", "person", "version", "status", "budget_minutes", "total_minutes", "languages", "minimums_met",
        "minimums_open", "note", "computed_by", "computed_at", "published_by", "published_at",
    ]  # fmt: skip
    list_display = [
        "owner",
        "version",
        "status",
        Column("budget", label=_("Hours budget"), accessor=lambda plan: hours(plan.budget_minutes)),
        Column("total", label=_("Hours of the plan"), accessor=lambda plan: hours(plan.total_minutes)),
        "computed_at",
        "published_at",
    ]
    list_filter = ["cluster", "status"]
    list_export = [
        "cluster", "person", "version", "status", "budget_minutes", "total_minutes", "computed_by", "computed_at",
        "published_by", "published_at",
    ]  # fmt: skip
    search_fields = ["cluster__name", "person__first_name", "person__last_name", "note"]


class CoursesGroup(ModelViewSetGroup):
    """The menu of what is taught, and why."""

    items = (
        ModuleAdmin, CourseAdmin, CompetenceAdmin, CompletedModuleAdmin, TrainingNeedAdmin, TrainingPlanAdmin,
        CompetenceTargetAdmin, SupervisionAdmin,
    )  # fmt: skip
    menu_label = _("Courses")
    menu_name = "courses"
    menu_icon = "doc-full-inverse"
    menu_order = 230
