"""The shape of the own profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User
from .profile import WORDS
from .time_zone_names import zone_name, zones_by_region
from .time_zones import current_name

FIRST = "Europe/Rome"  # most people of the programme live there
ABOUT_ROWS = 6
AT_LEAST_ONE_NAME = _("At least one of the two names is needed, the first or the last.")


def time_zone_choices() -> list[tuple[str, Any]]:
    """Return the zones by region, the programme's own first; a place is looked up by typing its first letters."""
    return [(FIRST, zone_name(FIRST)), ("UTC", "UTC"), *zones_by_region().items()]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What people say of themselves; the e-mail is the sign-in, so the coordinators change it."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Times on pages and in messages are those of this place."),
        error_messages={"invalid_choice": _("Choose a time zone from the list, such as Europe – Rome.")},
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", *WORDS, "language", "time_zone"]
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "job_title_it": _("Job title in Italian"),
            "job_title_en": _("Job title in English"),
            "about_it": _("About me in Italian"),
            "about_en": _("About me in English"),
        }
        widgets = {
            "about_it": forms.Textarea(attrs={"rows": ABOUT_ROWS, "lang": "it"}),
            "about_en": forms.Textarea(attrs={"rows": ABOUT_ROWS, "lang": "en"}),
            "job_title_it": forms.TextInput(attrs={"lang": "it"}),
            "job_title_en": forms.TextInput(attrs={"lang": "en"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
        help_texts = {
            "first_name": AT_LEAST_ONE_NAME,
            "language": _("Messages to you are in this language, and the pages that you open."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["time_zone"] = current_name(self.initial["time_zone"])  # the list has no obsolete names
        self.fields["language"].error_messages["invalid_choice"] = _("Choose Italian or English.")

    def clean(self) -> dict[str, Any]:
        """Ask for a name: what others read of this person would be the e-mail."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("first_name", _("Write your first name, your last name, or both."))
        return cleaned
