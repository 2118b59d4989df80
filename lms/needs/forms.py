"""Shape of what a coordinator types about needs; rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Competence, TrainingNeed

Priority = TrainingNeed.Priority
KINDS_OF_MISTAKE = [
    "required", "invalid", "invalid_choice",
    "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits",
]  # fmt: skip
LOOK_AGAIN = _("What you were looking at was not sent along: open the page of needs again and repeat this step there.")


class CommaDecimalField(forms.DecimalField):
    """A number with a decimal comma or point, whatever the language of the page."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        """Read a comma as the decimal sign that it is."""
        return super().to_python(str(value).replace(",", ".") if value is not None else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for their keyboard of digits."""
        return {"inputmode": "decimal", "autocomplete": "off"}


class ReferenceForm(forms.Form):
    """What the scores are held against, as chosen in the address."""

    reference = forms.ChoiceField(label=_("Held against"), choices=TrainingNeed.Reference.choices)


class SeenForm(forms.Form):
    """Which assessment and reference the person was looking at."""

    assessment_pk = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**62,
        error_messages=dict.fromkeys(KINDS_OF_MISTAKE, LOOK_AGAIN),
    )
    reference = forms.ChoiceField(
        widget=forms.HiddenInput,
        choices=TrainingNeed.Reference.choices,
        error_messages=dict.fromkeys(KINDS_OF_MISTAKE, LOOK_AGAIN),
    )


class ConfirmAboveForm(SeenForm):
    """The line for all gaps in one go."""

    percent = CommaDecimalField(
        label=_("Confirm every gap of at least this percentage"),
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=2,
        initial=25,
        error_messages=dict.fromkeys(
            KINDS_OF_MISTAKE,
            _("The line is a percentage from 0 to 100 with at most two decimals: for example 25 or 12,5."),
        ),
    )


class PriorityForm(forms.Form):
    """How much a need counts, and why."""

    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=int,
        initial=Priority.MEDIUM,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(KINDS_OF_MISTAKE, _("Choose a priority: low, medium or high.")),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )


class ConfirmForm(PriorityForm, SeenForm):
    """One gap to confirm."""

    field_order = ["priority", "reason"]


class ReasonForm(forms.Form):
    """Why a need is dropped."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        error_messages={"required": _("Say why the need is dropped: the reason stays beside it in the list.")},
    )


class DeclareForm(PriorityForm):
    """A need without a score."""

    competence = forms.ModelChoiceField(
        Competence.objects.none(),
        label=_("Competence"),
        empty_label=_("Choose a competence"),
        to_field_name="slug",
        error_messages=dict.fromkeys(KINDS_OF_MISTAKE, _("Choose a competence from the list.")),
    )
    field_order = ["competence", "priority", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competence"].queryset = Competence.objects.all()  # type: ignore[attr-defined]
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = _("Say why this is needed: there is no score behind it.")
