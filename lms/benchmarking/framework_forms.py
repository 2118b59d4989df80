"""Forms of frameworks: what evidence rests on keeps its numbers, what is in use keeps its rows."""

from typing import Any

from django import forms
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from .framework_versions import FIXED, is_evidence
from .models import ClusterTarget, Framework, Indicator, IndicatorGroup, ScaleLevel


class IndicatorForm(WagtailAdminModelForm):
    """One indicator; its group is one of the same framework."""

    def __init__(self, *args: Any, framework: int | None, groups: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = IndicatorGroup.objects.filter(framework=framework)
        self.fields["group"].choices = groups

    class Meta:
        model = Indicator
        fields = "__all__"  # narrowed by the panels
        localized_fields = ["min_level", "max_level", "excellence_threshold", "minimum_requirement"]

    def clean(self) -> dict[str, Any]:
        """Say which number is out of order before the database does."""
        cleaned: dict[str, Any] = super().clean()
        low, high = cleaned.get("min_level"), cleaned.get("max_level")
        if low is None or high is None:
            return cleaned
        if high <= low:
            self.add_error("max_level", _("The highest level must be above the lowest."))
            return cleaned
        for name in ("excellence_threshold", "minimum_requirement"):
            value = cleaned.get(name)
            if value is not None and not low <= value <= high:
                self.add_error(name, _("This must lie between the lowest and the highest level."))
        return cleaned


class IndicatorFormSet(BaseChildFormSet):
    """The indicators of one framework, whose groups are read once."""

    @cached_property
    def groups(self) -> list[tuple[Any, str]]:
        """The choices of every row."""
        found = IndicatorGroup.objects.filter(framework=self.instance.pk) if self.instance.pk else []
        return [("", "---------"), *((group.pk, str(group)) for group in found)]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand them to every row."""
        return super().get_form_kwargs(index) | {"framework": self.instance.pk, "groups": self.groups}


class ScaleLevelForm(WagtailAdminModelForm):
    """One level of the scale."""

    class Meta:
        model = ScaleLevel
        fields = "__all__"  # narrowed by the panels
        localized_fields = ["value"]


class FrameworkForm(WagtailAdminModelForm):
    """A framework with its rows."""

    class Meta:
        model = Framework
        fields = "__all__"  # narrowed by the panels
        localized_fields = ["gold_share"]

    def clean(self) -> dict[str, Any]:
        """Refuse what would change evidence, and the removal of what is in use."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and is_evidence(self.instance):
            self._refuse_changes_of_evidence()
        for formset in self.formsets.values():
            self._refuse_removals_in_use(formset)
        return cleaned

    def _refuse_changes_of_evidence(self) -> None:
        touched = [str(self.fields[name].label) for name in self.changed_data if name in FIXED[Framework]]
        for formset in self.formsets.values():
            touched += [text for form in formset.forms if (text := _touched(form))]
        if touched:
            text = _(
                "Closed assessments rest on this version: only its wording may change. "
                "Copy it as a new version to change: %(what)s."
            )
            raise forms.ValidationError(text % {"what": "; ".join(touched)})

    def _refuse_removals_in_use(self, formset: BaseChildFormSet) -> None:
        formset.is_valid()
        kept = {f.cleaned_data.get("group") for f in self._kept("indicators")}
        for form in getattr(formset, "deleted_forms", []):
            if form.instance in kept or _is_protected(form.instance):
                text = _("“%(thing)s” is in use and cannot be removed.")
                self.add_error(None, text % {"thing": form.instance})

    def _kept(self, name: str) -> list[Any]:
        """Return the rows that stay, as far as they could be read."""
        formset = self.formsets.get(name)
        if formset is None or not formset.is_valid():
            return []
        return [form for form in formset.forms if form not in formset.deleted_forms and form.cleaned_data]


def _touched(form: Any) -> str:
    """Say which row adds, removes or renumbers something that evidence rests on; nothing when it only rewords."""
    if form.data.get(form.add_prefix("DELETE")):
        return _("removal of %(row)s") % {"row": form.instance} if form.instance.pk else ""
    if not form.has_changed():
        return ""
    if not form.instance.pk:
        return _("a new row")
    names = [str(form.fields[name].label) for name in form.changed_data if name in FIXED[type(form.instance)]]
    return f"{form.instance}: {', '.join(names)}" if names else ""


def _is_protected(instance: Any) -> bool:
    """Say whether rows that must stay point to it."""
    if not instance.pk:
        return False
    try:
        Collector(using="default", origin=instance).collect([instance])
    except ProtectedError:
        return True
    return False


class NewVersionForm(forms.Form):
    """The name of the new version."""

    version = forms.CharField(label=gettext_lazy("New version"), max_length=30)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), required=False, widget=AdminDateInput)


class TargetForm(WagtailAdminModelForm):
    """A cluster's own target, on the scale of its indicator."""

    class Meta:
        model = ClusterTarget
        fields = ["cluster", "indicator", "level"]
        localized_fields = ["level"]

    def clean(self) -> dict[str, Any]:
        """Keep the target on the scale."""
        cleaned: dict[str, Any] = super().clean()
        indicator, level = cleaned.get("indicator"), cleaned.get("level")
        if indicator and level is not None and not indicator.min_level <= level <= indicator.max_level:
            text = _("The scale of %(code)s goes from %(low)s to %(high)s.")
            low, high = indicator.min_level.normalize(), indicator.max_level.normalize()
            self.add_error("level", text % {"code": indicator.code, "low": f"{low:f}", "high": f"{high:f}"})
        return cleaned
