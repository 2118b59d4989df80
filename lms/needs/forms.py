"""Shape of what people type about needs; rules are in the actions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
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


PRIORITIES = [
    (Priority.LOW, _("Low: it would help. It counts once.")),
    (Priority.MEDIUM, _("Medium: it is needed. It counts twice.")),
    (Priority.HIGH, _("High: work suffers without it. It counts three times.")),
]


class PriorityForm(forms.Form):
    """How much a need counts, and why."""

    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=PRIORITIES,
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


class WithdrawForm(ReasonForm):
    """Why a need is taken back by those who declared it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _(
            "Say why the need is withdrawn: the reason stays beside it in the list."
        )


class CompetenceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A competence of the vocabulary by its code; those in `declared` say so."""

    declared: Mapping[int, TrainingNeed] = {}

    def __init__(self, **kwargs: Any) -> None:
        mistakes = dict.fromkeys(KINDS_OF_MISTAKE, _("Choose a competence from the list."))
        super().__init__(Competence.objects.all(), to_field_name="slug", error_messages=mistakes, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Add that it is declared already."""
        need = self.declared.get(obj.pk)
        counts = need is not None and need.status == TrainingNeed.Status.CONFIRMED
        return gettext("%(competence)s (declared already)") % {"competence": obj} if counts else str(obj)


class DeclareForm(PriorityForm):
    """A need without a score; `declared` are the owner's needs by competence, `wanted` the code to start from."""

    competence = CompetenceField(label=_("Competence"), empty_label=_("Choose a competence"))
    field_order = ["competence", "priority", "reason"]

    def __init__(
        self, *args: Any, declared: Mapping[int, TrainingNeed] | None = None, wanted: str = "", **kwargs: Any
    ) -> None:
        declared = declared or {}
        super().__init__(*args, **{"initial": _as_declared(declared, wanted), **kwargs})
        self.fields["competence"].declared = declared  # type: ignore[attr-defined]  # a CompetenceField
        self.fields["reason"].required = True
        self.fields["reason"].label = _("Reason: what should change?")
        self.fields["reason"].error_messages["required"] = _("Say why this is needed: there is no score behind it.")


def _as_declared(declared: Mapping[int, TrainingNeed], wanted: str) -> dict[str, Any]:
    """A need that counts is shown as it is; the reason why one was left out is no reason to train it."""
    needs = (need for need in declared.values() if need.competence and need.competence.slug == wanted)
    need = next(needs, None)
    if need is None:
        return {"competence": wanted}
    kept = need.reason if need.status == TrainingNeed.Status.CONFIRMED else ""
    return {"competence": wanted, "priority": need.priority, "reason": kept}


class TakeOverForm(forms.Form):
    """The competence whose gap becomes a need."""

    competence = CompetenceField(widget=forms.HiddenInput)
