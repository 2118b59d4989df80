"""Shape of what a coordinator asks of a plan; rules are in the actions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.needs.forms import KINDS_OF_MISTAKE, CommaDecimalField

from .models import Module, TrainingPlan
from .plan_note import LONGEST_NOTE

COMPUTED, PINNED, DROPPED = "", "pin", "drop"
CHOICES = [(COMPUTED, _("as computed")), (PINNED, _("always in")), (DROPPED, _("left out"))]


class HoursField(CommaDecimalField):
    """Hours with one sentence for all that can be wrong with them, so it is said once."""

    def run_validators(self, value: Any) -> None:
        """Stop at the first mistake."""
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise error.error_list[0] from error


class PlanForm(forms.Form):
    """Hours, languages, and for each module whether the computation decides."""

    hours = HoursField(
        label=_("Hours of training"),
        help_text=_("For the whole team, from 0 to 500."),
        min_value=0,
        max_value=500,
        max_digits=6,
        decimal_places=2,
        initial=40,
        error_messages=dict.fromkeys(
            KINDS_OF_MISTAKE, _("The hours of the plan lie between 0 and 500: for example 40 or 37,5.")
        ),
    )
    languages = forms.ChoiceField(
        label=_("Languages of the team"),
        help_text=_("Modules that are taught in no language of the team are left out."),
        choices=TrainingPlan.Languages.choices,
        widget=forms.RadioSelect,
        initial=TrainingPlan.Languages.ANY,
        error_messages=dict.fromkeys(KINDS_OF_MISTAKE, _("Choose the languages of the team from the list.")),
    )

    def __init__(self, *args: Any, modules: Iterable[Module], titles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = list(modules)
        for module in self.modules:
            self.fields[f"module_{module.pk}"] = forms.ChoiceField(
                label=titles[module.code],
                choices=CHOICES,
                required=False,
                error_messages={"invalid_choice": _("Choose: as computed, always in, or left out.")},
            )

    def module_fields(self) -> Iterator[tuple[Module, forms.BoundField]]:
        """Give each module with its field."""
        for module in self.modules:
            yield module, self[f"module_{module.pk}"]

    def wish(self) -> dict[str, Any]:
        """Return what the action asks for, of a valid form."""
        chosen = {module.code: self.cleaned_data[f"module_{module.pk}"] for module in self.modules}
        return {
            "budget_minutes": int((self.cleaned_data["hours"] * 60).to_integral_value()),
            "languages": self.cleaned_data["languages"],
            "pins": [code for code, choice in chosen.items() if choice == PINNED],
            "drops": [code for code, choice in chosen.items() if choice == DROPPED],
        }


class OfficialPlanForm(PlanForm):
    """The same in words for one person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours, languages = self.fields["hours"], self.fields["languages"]
        hours.help_text, hours.initial = _("For this official, from 0 to 500."), 20
        languages.label = _("Languages of the modules")
        languages.help_text = _("Modules that are taught in no such language are left out.")
        languages.error_messages |= dict.fromkeys(KINDS_OF_MISTAKE, _("Choose the languages from the list."))


def asked_hours(asked: str) -> dict[str, str]:
    """Return the hours that an address asks for, as the form starts with them; nothing for what cannot be."""
    try:
        PlanForm.base_fields["hours"].clean(asked)
    except ValidationError:
        return {}
    return {"hours": asked}


class PublishForm(forms.Form):
    """Which draft, of which moment, the person read before publishing it."""

    computed_at = forms.CharField(widget=forms.HiddenInput, max_length=40)


class NoteForm(forms.Form):
    """What the coordinator wants to say of a version."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_(
            "Up to 4,000 characters; an empty line begins a new paragraph. Empty the field to remove the note."
        ),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": LONGEST_NOTE}),
    )
