"""Forms of modules: hours and percentages as people write them, kept in minutes and basis points."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from lms.benchmarking.indicator_fields import IndicatorChoiceField, indicator_choices
from lms.benchmarking.templatetags.benchmark import level
from lms.needs.addresses import officials
from lms.needs.forms import CommaDecimalField
from lms.needs.models import Competence
from lms.staff_submissions import KnownObjectsField

from .models import CompletedModule, Course, CoursePage, Module, ModuleLift, ModulePage
from .prerequisites import find_circle


class ScaledField(CommaDecimalField):
    """Shows a whole number of small units (minutes, basis points) in a larger one; takes decimal comma and point."""

    units = 1

    def prepare_value(self, value: Any) -> Any:
        """Show stored units in the larger one; what was typed stays as typed."""
        return level(Decimal(value) / self.units) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Return whole stored units; refuse what has no whole number of them."""
        amount = super().to_python(value)
        if amount is None:
            return None
        if not amount.is_finite():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self.max_value is not None and abs(amount) > self.max_value:
            return amount  # refused by its validator before it could overflow
        units = amount * self.units
        if units != units.to_integral_value():
            raise ValidationError(_("Write it in steps of %(step)s.") % {"step": level(Decimal(1) / self.units)})
        return int(units)

    def validate(self, value: Any) -> None:
        """Validate presence only; `run_validators` compares in the larger unit."""
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """Compare with the limits, which are in the larger unit."""
        super().run_validators(Decimal(value) / self.units if isinstance(value, int) else value)


class HoursField(ScaledField):
    """Hours, kept in minutes."""

    units = 60


class PercentField(ScaledField):
    """A percentage with at most two decimals, kept in basis points."""

    units = 100


class Titled:
    """Names facts by code and, where a page gives one, title in the reader's language; a mixin of choices."""

    pages: Any
    fact: str

    def label_from_instance(self, obj: Any) -> str:
        """Return code and title; titles are read once for all choices."""
        if not hasattr(self, "titles"):
            self.titles = titles_by_fact(self.pages, self.fact)
        return f"{obj.code} – {self.titles[obj.pk]}" if obj.pk in self.titles else str(obj.code)


def titles_by_fact(pages: Any, fact: str) -> dict[int, str]:
    """Return the titles that the pages in the reader's language give, by the key of the fact."""
    found = pages.objects.filter(locale__language_code=get_language())
    return dict(found.values_list(f"{fact}_id", "title"))


class ModulesField(Titled, KnownObjectsField):
    """Several modules."""

    pages, fact = ModulePage, "module"
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Module.objects.all(), **kwargs)


class ModuleField(Titled, forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One module."""

    pages, fact = ModulePage, "module"


class CourseField(Titled, forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One course."""

    pages, fact = CoursePage, "course"


class CompetencesField(KnownObjectsField):
    """Several competences, by code and name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return code and name."""
        return f"{obj.slug} – {obj}"


class WordsOnPages(WagtailAdminModelForm):
    """Facts whose words are on pages: says where."""

    pages: Any
    fact: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = self._where_words_are()

    def _where_words_are(self) -> str:
        found = self.pages.objects.filter(**{self.fact: self.instance.pk}) if self.instance.pk else []
        links = [(reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title) for page in found]
        if not links:
            return _(
                "It has no page yet: add it below the catalogue, among the pages. Title and texts are written there."
            )
        where = format_html_join(", ", '<a href="{}">{}</a>', links)
        return format_html(_("Title and texts are on its pages, one per language: {where}."), where=where)


class CourseForm(WordsOnPages):
    """The facts of a course."""

    pages, fact = CoursePage, "course"


class ModuleForm(WordsOnPages):
    """The facts of a module."""

    pages, fact = ModulePage, "module"
    course = CourseField(label=gettext_lazy("Course"), queryset=Course.objects.all())

    duration_minutes = HoursField(
        label=gettext_lazy("Duration in hours"), min_value=Decimal("0.25"), max_value=Decimal(200)
    )
    prerequisites = ModulesField(label=gettext_lazy("Prerequisites"), required=False)
    competences = CompetencesField(label=gettext_lazy("Competences"), queryset=Competence.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["prerequisites"]
        field.queryset = Module.objects.exclude(pk=self.instance.pk)
        if self.instance.pk and (self.instance.plan_lines.exists() or self.instance.completions.exists()):
            self.fields["code"].disabled = True
            fixed = _("Fixed: plans and completed modules rest on this code.")
            self.fields["code"].help_text = format_html("{} {}", fixed, self.fields["code"].help_text)

    def clean_prerequisites(self) -> Any:
        """Refuse a module that would need itself, however long the way round."""
        chosen = self.cleaned_data["prerequisites"]
        own = self.instance.code or "*"
        known: dict[str, set[str]] = defaultdict(set)
        rows = Module.prerequisites.through.objects.exclude(from_module=self.instance.pk)
        for code, needed in rows.values_list("from_module__code", "to_module__code"):
            known[code].add(needed)
        known[own] = {module.code for module in chosen}
        if circle := find_circle(own, known):
            text = _("These prerequisites go round in a circle: %(way)s. Take one of them out.")
            raise ValidationError(text % {"way": " → ".join(circle)})
        return chosen


class LiftForm(WagtailAdminModelForm):
    """How far the module is expected to raise an indicator."""

    indicator = IndicatorChoiceField(label=gettext_lazy("Indicator"))
    share_bp = PercentField(
        label=gettext_lazy("Expected lift as a percentage of the indicator's range"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
    )

    class Meta:
        model = ModuleLift
        fields = ["indicator", "share_bp"]

    def __init__(self, *args: Any, indicators: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators


class LiftFormSet(BaseChildFormSet):
    """The rows of one module, whose choices are read once."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand the choices to every row."""
        if not hasattr(self, "indicators"):
            self.indicators = indicator_choices()
        return super().get_form_kwargs(index) | {"indicators": self.indicators}


class CompletedModuleForm(WagtailAdminModelForm):
    """A module that a cluster's team, or an official, has completed."""

    module = ModuleField(label=gettext_lazy("Module"), queryset=Module.objects.all())

    class Meta:
        model = CompletedModule
        fields = ["cluster", "person", "module", "completed_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = officials()
        self.fields["person"].help_text = gettext_lazy("Choose either a cluster or a regional official.")
