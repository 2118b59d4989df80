"""Shape of what people type on the label track; rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.benchmarking.models import Indicator
from lms.pages.uploads import ACCEPT
from lms.staff_submissions import KnownObjectsField

from .models import ImprovementArea

LONGEST_TEXT = 3000


def long_text(label: Any, *, required: bool = True, rows: int = 6, **more: Any) -> forms.CharField:
    """Return a field for several paragraphs."""
    area = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_TEXT})
    return forms.CharField(label=label, required=required, max_length=LONGEST_TEXT, widget=area, **more)


class EvidenceForm(forms.Form):
    """A text, a file, or both."""

    text = long_text(_("Text"), required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the check of uploads says what to do about it
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, picture, text or office document of at most 10 MB."),
    )


class IndicatorsField(KnownObjectsField):
    """Indicators by code and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Say both."""
        return f"{obj.code} {obj.name}"


class ImprovementForm(forms.Form):
    """One area of improvement."""

    title = forms.CharField(
        label=_("Area"), max_length=200, help_text=_("In a few words, such as “Training plan of the team”.")
    )
    what_changed = long_text(
        _("What was done"), help_text=_("Since the first benchmark: what, when, by whom. Facts that can be checked.")
    )
    effect = long_text(_("What it has brought"), help_text=_("For the firms or for the organisation, with figures."))
    indicators = IndicatorsField(
        label=_("Indicators on which it shows"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, framework: int | None, area: ImprovementArea | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _typed(area), **kwargs})
        indicators = Indicator.objects.filter(framework=framework).order_by("position", "code")
        if framework is None or not indicators:
            del self.fields["indicators"]
        else:
            self.fields["indicators"].queryset = indicators  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


def _typed(area: ImprovementArea | None) -> dict[str, Any]:
    if area is None:
        return {}
    chosen = [indicator.pk for indicator in area.indicators.all()]
    return {"title": area.title, "what_changed": area.what_changed, "effect": area.effect, "indicators": chosen}


class ReviewForm(forms.Form):
    """What a coordinator or an assessor says of a piece."""

    accepted = forms.TypedChoiceField(
        label=_("Does it show what is asked?"),
        choices=[("yes", _("Yes, accept it")), ("no", _("No, do not accept it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=_("Needed for a no: say what is missing, since the cluster reads it."),
    )
    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=40,
        error_messages={"required": _("Load this page again, then decide.")},
    )
