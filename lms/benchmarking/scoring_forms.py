"""The shape of what is sent while an assessment is scored by hand."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .answers import NOT_ASSESSED, Answer, tidy_text
from .models import Assessment, Framework
from .scoring_submitting import LONGEST_REASON

LEVEL = re.compile(r"-?\d{1,4}(\.\d{1,2})?", re.ASCII)
DAY = {
    "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "input_formats": ["%Y-%m-%d", "%d/%m/%Y"],
    "error_messages": {
        "required": _("Choose the day."),
        "invalid": _("Write the day as day/month/year, such as 30/09/2014."),
    },
}


def answer_from(level: str, evidence: str) -> Answer:
    """Return the answer that a form says; a level that is none reads as no answer."""
    text = tidy_text(evidence)
    if level == NOT_ASSESSED:
        return Answer(True, None, text)
    return Answer(True, Decimal(level), text) if LEVEL.fullmatch(level) else Answer(evidence=text)


class AnswerForm(forms.Form):
    """One indicator: the level or "not assessed", the evidence, and the mark of what the page had shown.

    `replace` is the mark of the other answer that somebody has seen by now and wants to replace.
    """

    level = forms.CharField(required=False, max_length=12)
    evidence = forms.CharField(required=False, strip=False)
    seen = forms.CharField(required=False, max_length=64)
    replace = forms.CharField(required=False, max_length=64)

    def clean_level(self) -> str:
        """Refuse what is no level at all; whether the scale has it, the action asks."""
        level: str = self.cleaned_data["level"]
        if level and level != NOT_ASSESSED and not LEVEL.fullmatch(level):
            raise forms.ValidationError(_("Choose one of the levels shown."))
        return level

    @property
    def answer(self) -> Answer:
        """What was answered, also while something is wrong with it."""
        return answer_from(self.data.get("level", ""), self.data.get("evidence", ""))

    @property
    def mark(self) -> str:
        """The mark of the answer that the person knows of."""
        return self.data.get("replace") or self.data.get("seen", "")


class AgreeForm(AnswerForm):
    """The level that two assessors agree on, and why."""

    reason = forms.CharField(
        label=_("Why you agree on this level"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmForm(forms.Form):
    """That one agrees with what the page showed, by its mark."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A reason that somebody else reads."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason.")},
    )


class StartForm(forms.Form):
    """The day and, where there are several, the framework of a new self-assessment."""

    framework = forms.ModelChoiceField(
        Framework.objects.none(),
        label=_("Framework"),
        empty_label=None,
        error_messages={
            "required": _("Choose the framework."),
            "invalid_choice": _("Choose one of the frameworks listed."),
        },
    )
    on = forms.DateField(label=_("Day of the assessment"), **DAY)  # type: ignore[arg-type]  # keywords from a table

    def __init__(self, *args: Any, frameworks: list[Framework], today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today, "framework": frameworks[0] if frameworks else None}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["framework"]
        field.queryset = Framework.objects.filter(pk__in=[framework.pk for framework in frameworks])
        field.label_from_instance = lambda framework: f"{framework.name} ({framework.version})"
        if len(frameworks) == 1:
            field.widget = forms.HiddenInput()


class StartAssessmentForm(StartForm):
    """An interview or an audit, by one assessor or by two."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (Assessment.Kind.INTERVIEW, Assessment.Kind.AUDIT)],
        error_messages={"invalid_choice": _("Choose an interview or an audit.")},
    )
    assessors = forms.TypedChoiceField(
        label=_("Assessors"),
        coerce=int,
        choices=[(1, _("One assessor")), (2, _("Two assessors who score apart, as for Gold"))],
        error_messages={"invalid_choice": _("Choose one or two assessors.")},
    )
    field_order = ["kind", "assessors", "framework", "on"]
