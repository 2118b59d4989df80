"""Shape of what coordinators type about the people of an offering; rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.staff_submissions import LONGEST_NUMBER, NUMBER

LONGEST_SEARCH = 100


class ReasonForm(forms.Form):
    """Why an application is declined, or somebody is taken off the list."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=_("The person reads it."),
        error_messages={"required": _("Say why: the person reads it.")},
    )


class SearchForm(forms.Form):
    """Whom to enter: some letters of the name or the e-mail."""

    q = forms.CharField(
        label=_("Name or e-mail"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST_SEARCH, "autocomplete": "off"}),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(
            {"q": str(data.get("q", ""))[:LONGEST_SEARCH].replace("\x00", " ").strip()}, auto_id="search_%s"
        )
        self.is_valid()

    @property
    def words(self) -> list[str]:
        """What was typed, word by word."""
        return str(self.cleaned_data["q"]).split()


class EnterForm(forms.Form):
    """Somebody who is entered by name: the keys of the person and of the cluster, and why."""

    person = forms.CharField(max_length=LONGEST_NUMBER)
    cluster = forms.CharField(max_length=LONGEST_NUMBER, required=False)
    reason = forms.CharField(max_length=500, required=False)


def keys_in(values: list[str]) -> list[int]:
    """Return the keys among what was ticked; what is no key is left out."""
    return [int(value) for value in values if NUMBER.fullmatch(value)]
