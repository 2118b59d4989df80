"""The staff's screens of what each level means for each indicator: what managers and assessors score by."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from lms.staff_admin import DeleteView, StaffViewSet

from .framework_versions import is_evidence
from .indicator_fields import IndicatorChoiceField
from .models import Framework, IndicatorLevel, ScaleLevel


class IndicatorLevelForm(WagtailAdminModelForm):
    """A level and its words; once evidence rests on the framework, only the words change."""

    indicator = IndicatorChoiceField(label=gettext_lazy("Indicator"))

    class Meta:
        model = IndicatorLevel
        fields = ["indicator", "value", "description_it", "description_en"]
        localized_fields = ["value"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("description_it", "description_en")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_evidence(self.instance.indicator.framework):
            for name in ("indicator", "value"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Closed assessments rest on this version: only its wording may change.")

    def clean(self) -> dict[str, Any]:
        """Describe levels that the scale of the indicator has."""
        cleaned: dict[str, Any] = super().clean()
        indicator, value = cleaned.get("indicator"), cleaned.get("value")
        if indicator is None or value is None:
            return cleaned
        within = indicator.min_level <= value <= indicator.max_level
        if not within or not ScaleLevel.objects.filter(framework=indicator.framework_id, value=value).exists():
            self.add_error("value", _("The scale of this indicator has no such level."))
        return cleaned


class IndicatorLevelFilters(WagtailFilterSet):
    """What levels are looked up by."""

    indicator__framework = ModelChoiceFilter(label=gettext_lazy("Framework"), queryset=Framework.objects.all())

    class Meta:
        model = IndicatorLevel
        fields = ["indicator__framework"]


class IndicatorLevelList(generic.IndexView):
    """All levels of all indicators."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        rows = IndicatorLevel.objects.select_related("indicator__framework")
        return rows.order_by("indicator__framework", "indicator__position", "indicator__code", "value")


class DeleteLevelView(DeleteView):
    """Deletes the words of a level, unless scores were given by them."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep what closed assessments were scored by."""
        if is_evidence(self.object.indicator.framework):
            text = _("“%(level)s” cannot be deleted: closed assessments rest on this version of the framework.")
            messages.error(self.request, text % {"level": self.object})
            return redirect(self.get_success_url())
        return super().form_valid(form)


class IndicatorLevelAdmin(StaffViewSet):
    """What each level means for each indicator; where nothing is written, the level of the scale speaks."""

    model = IndicatorLevel
    icon = "list-ul"
    index_view_class = IndicatorLevelList
    delete_view_class = DeleteLevelView
    menu_label = gettext_lazy("Levels of indicators")
    list_display = [
        "__str__",
        Column("description", label=gettext_lazy("Description")),
        Column("indicator.framework", label=gettext_lazy("Framework")),
    ]
    list_export = ["indicator", "value", "description_it", "description_en"]
    filterset_class = IndicatorLevelFilters
    search_fields = ["indicator__code", "indicator__name_it", "indicator__name_en", "description_it", "description_en"]

    def get_form_class(self, for_update: bool = False) -> type[IndicatorLevelForm]:
        """Ask for the level on the scale of its indicator."""
        return IndicatorLevelForm
