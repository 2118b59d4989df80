"""The staff's screens of competences and training needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from lms.benchmarking.indicator_fields import IndicatorChoiceField, indicator_choices
from lms.staff_admin import FormInlinePanel, ReadOnlyViewSet, StaffViewSet

from .models import Competence, CompetenceIndicator, TrainingNeed


class IndicatorLinkForm(WagtailAdminModelForm):
    """An indicator that a competence bears on."""

    indicator = IndicatorChoiceField(label=_("Indicator"))
    strength = forms.TypedChoiceField(
        label=_("Strength"),
        coerce=int,
        choices=[(1, _("1 – helps")), (2, _("2 – matters")), (3, _("3 – decides"))],
    )

    class Meta:
        model = CompetenceIndicator
        fields = ["indicator", "strength"]

    def __init__(self, *args: Any, indicators: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators


class IndicatorLinkFormSet(BaseChildFormSet):
    """The rows of one competence, whose choices are read once."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand the choices to every row."""
        if not hasattr(self, "indicators"):
            self.indicators = indicator_choices()
        return super().get_form_kwargs(index) | {"indicators": self.indicators}


class CompetenceAdmin(StaffViewSet):
    """The controlled vocabulary."""

    model = Competence
    icon = "tag"
    list_display = [Column("slug", label=_("Code"), sort_key="slug"), "name", "name_en"]
    list_export = ["slug", "name", "name_en", "description_it", "description_en"]
    search_fields = ["slug", "name", "name_en"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("slug", heading=_("Code")),
                    FieldPanel("name", heading=_("Name (Italian)")),
                    FieldPanel("name_en"),
                    FieldPanel("description_it"),
                    FieldPanel("description_en"),
                ],
                heading=_("Competence"),
            ),
            FormInlinePanel(
                "indicator_links",
                heading=_("Indicators it bears on"),
                label=_("Indicator"),
                child_form=IndicatorLinkForm,
                child_formset=IndicatorLinkFormSet,
                panels=[FieldRowPanel([FieldPanel("indicator"), FieldPanel("strength")])],
            ),
        ]
    )


class NeedList(generic.IndexView):
    """All training needs."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return TrainingNeed.objects.select_related("cluster", "person", "indicator", "competence", "decided_by")


class TrainingNeedAdmin(ReadOnlyViewSet):
    """Needs are confirmed and dropped on the site, with their reasons; here they are looked up."""

    model = TrainingNeed
    icon = "doc-full"
    index_view_class = NeedList
    inspect_view_fields = [
        "cluster", "person", "origin", "status", "priority", "reason", "assessment", "indicator", "score", "reference",
        "reference_level", "gap_bp", "competence", "decided_by", "decided_at",
    ]  # fmt: skip
    list_display = [
        "owner",
        Column("what", label=_("What"), accessor=lambda need: need.indicator or need.competence),
        "origin",
        "priority",
        "status",
        "decided_at",
    ]
    list_filter = ["cluster", "origin", "status", "priority"]
    list_export = [
        "cluster", "person", "origin", "status", "priority", "indicator", "competence", "score", "reference",
        "reference_level", "gap_bp", "reason", "decided_by", "decided_at",
    ]  # fmt: skip
    search_fields = [
        "cluster__name", "person__first_name", "person__last_name", "indicator__code", "competence__name",
        "competence__name_en", "reason",
    ]  # fmt: skip
