"""The catalogue's filters as they stand in the address: whatever is typed there, a filter applies or says why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.benchmarking.templatetags.benchmark import level
from lms.needs.forms import CommaDecimalField
from lms.pages.search_backend import stem

from .models.facts import Module, TaggedModule

LONGEST_TEXT = 120
SENTENCES = {
    "invalid_choice": gettext_lazy("This is none of the choices: the filter is left out."),
    "invalid": gettext_lazy("This is not a day: the filter is left out."),
}
NOT_HOURS = gettext_lazy("Hours are a number from 0 to 1000, for example 2 or 3.5: the filter is left out.")
HOURS_SENTENCES = dict.fromkeys(["invalid", "min_value", "max_value"], NOT_HOURS)
SHORT_WORD = 3  # shorter words are not looked for in rich text, whose tags they would find


class DateField(forms.DateField):
    """A day from the browser's own picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CatalogueForm(forms.Form):
    """The filters. One that cannot be read is left out and says so; the others apply."""

    q = forms.CharField(label=gettext_lazy("Search the modules"), required=False)
    competence = forms.ChoiceField(label=gettext_lazy("Competence"), required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        required=False,
        choices=[("", gettext_lazy("Everybody")), *[c for c in Module.Audience.choices if c[0] != "both"]],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Taught in"),
        required=False,
        choices=[("", gettext_lazy("Any language")), ("it", gettext_lazy("Italian")), ("en", gettext_lazy("English"))],
    )
    hours_from = CommaDecimalField(label=gettext_lazy("Hours, from"), required=False, min_value=0, max_value=1000)
    hours_to = CommaDecimalField(label=gettext_lazy("Hours, up to"), required=False, min_value=0, max_value=1000)
    date_from = DateField(label=gettext_lazy("Planned from"), required=False)
    date_to = DateField(label=gettext_lazy("Planned until"), required=False)

    def __init__(self, data: Any, competences: list[tuple[str, str]]) -> None:
        super().__init__(_readable(data), auto_id="filter_%s", use_required_attribute=False)
        cast(forms.ChoiceField, self.fields["competence"]).choices = [("", _("All competences")), *competences]
        for field in self.fields.values():
            field.error_messages |= SENTENCES
        for name in ("hours_from", "hours_to"):
            self.fields[name].error_messages |= HOURS_SENTENCES
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        """Leave out an end before its beginning."""
        cleaned: dict[str, Any] = super().clean() or {}
        for start, end in (("hours_from", "hours_to"), ("date_from", "date_to")):
            if cleaned.get(start) is not None and cleaned.get(end) is not None and cleaned[end] < cleaned[start]:
                self.add_error(end, _("The range ends before it begins: this is left out."))
        return cleaned

    @property
    def applied(self) -> dict[str, Any]:
        """The filters that apply, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


@dataclass(frozen=True)
class Chip:
    """A filter that applies, and the address without it."""

    label: str
    url: str


def _readable(data: Any) -> dict[str, str]:
    """Return the last value of each key, short and without NUL, which no database takes."""
    return {
        key: str(data.get(key, ""))[:LONGEST_TEXT].replace("\x00", " ").strip() for key in CatalogueForm.base_fields
    }


def matching(pages: QuerySet[Any], applied: dict[str, Any]) -> QuerySet[Any]:
    """Keep the module pages that pass every filter that applies."""
    for name, value in applied.items():
        pages = pages.filter(CONDITIONS[name](value)) if name in CONDITIONS else pages
    return in_period(having_words(pages, applied.get("q", "")), applied.get("date_from"), applied.get("date_to"))


CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "competence": lambda slug: Q(module__in=TaggedModule.objects.filter(tag__slug=slug).values("content_object")),
    "audience": lambda audience: Q(module__audience__in=[audience, Module.Audience.BOTH]),
    "language": lambda language: Q(module__in_italian=True) if language == "it" else Q(module__in_english=True),
    "hours_from": lambda hours: Q(module__duration_minutes__gte=hours * 60),
    "hours_to": lambda hours: Q(module__duration_minutes__lte=hours * 60),
}


def having_words(pages: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Keep the pages where each word is somewhere in title, summary, method, outcomes, code or a competence.

    The words are shortened as the site's search does, so that a plural finds its singular.
    """
    for word in map(stem, re.findall(r"\w+", text)):
        found = Q(title__icontains=word) | Q(summary__icontains=word) | Q(module__code__icontains=word)
        if len(word) >= SHORT_WORD:
            tags = TaggedModule.objects.filter(Q(tag__name__icontains=word) | Q(tag__name_en__icontains=word))
            found |= Q(method__icontains=word) | Q(outcomes__icontains=word)
            found |= Q(module__in=tags.values("content_object"))
        pages = pages.filter(found)
    return pages


def in_period(pages: QuerySet[Any], start: Any, end: Any) -> QuerySet[Any]:
    """Keep the modules whose planned period shares a day with start..end; an open period goes on."""
    if start is None and end is None:
        return pages
    pages = pages.exclude(module__planned_from=None, module__planned_until=None)
    if start is not None:
        pages = pages.filter(Q(module__planned_until=None) | Q(module__planned_until__gte=start))
    if end is not None:
        pages = pages.filter(Q(module__planned_from=None) | Q(module__planned_from__lte=end))
    return pages


def chips(form: CatalogueForm) -> list[Chip]:
    """Return each filter that applies with the address that leaves it out."""
    return [Chip(_chip_label(form, name, value), address(form, name)) for name, value in form.applied.items()]


def address(form: CatalogueForm, without: str = "") -> str:
    """Return the query of the filters that apply, as an address on the same page."""
    query = QueryDict(mutable=True)
    for name in form.applied:
        if name != without:
            query[name] = form.data[name]
    return f"?{query.urlencode()}"


def _chip_label(form: CatalogueForm, name: str, value: Any) -> str:
    field = form.fields[name]
    if name == "q":
        return _("“%(words)s”") % {"words": value}
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices)[value])
    words = level(value) if isinstance(value, Decimal) else date_format(value, "SHORT_DATE_FORMAT")
    return f"{field.label} {words}"
