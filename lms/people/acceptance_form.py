"""The shape of the answer to an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .acceptance import COLUMNS, Answers
from .models import ConsentText, User
from .profile_form import AT_LEAST_ONE_NAME, time_zone_choices
from .time_zones import current_name

_password_help = lazy(password_validators_help_text_html, str)
LONGEST_PASSWORD = 128


class AcceptanceForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Name, language and zone to check; the password to choose; what is to be read and what may be agreed to."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=time_zone_choices,
        help_text=gettext_lazy("Times on pages and in messages are those of this place."),
        error_messages={"invalid_choice": gettext_lazy("Choose a time zone from the list, such as Europe – Rome.")},
    )
    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_password_help(),
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    has_read_notice = forms.BooleanField(
        label=gettext_lazy("I have read the privacy notice"),
        error_messages={"required": gettext_lazy("Read the privacy notice and say so: without it you cannot go on.")},
    )
    may_be_named = forms.BooleanField(label=gettext_lazy("I agree to be named on public pages"), required=False)

    class Meta:
        model = User
        fields = [*COLUMNS]
        labels = {"first_name": gettext_lazy("First name"), "last_name": gettext_lazy("Last name")}
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
        help_texts = {
            "first_name": AT_LEAST_ONE_NAME,
            "language": gettext_lazy("The site and all messages speak to you in it."),
        }

    def __init__(self, *args: Any, texts: dict[str, ConsentText], **kwargs: Any) -> None:
        """`texts` are those that count today, by purpose: one that is not there is not asked about."""
        super().__init__(*args, **kwargs)
        self.texts = texts
        asked = {
            "has_read_notice": ConsentText.Purpose.PRIVACY_NOTICE,
            "may_be_named": ConsentText.Purpose.PUBLIC_NAME,
        }
        self.asked = {name: purpose for name, purpose in asked.items() if purpose in texts}
        for name in asked.keys() - self.asked.keys():
            del self.fields[name]
        self.initial["time_zone"] = current_name(self.initial["time_zone"])  # the list has no obsolete names
        self.fields["language"].error_messages["invalid_choice"] = _("Choose Italian or English.")

    def clean_password1(self) -> str:
        """Ask the same of a password as everywhere."""
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.instance)
        return password

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords; ask for a name, since others would read the e-mail."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ: type the same one twice."))
        if not (cleaned.get("first_name") or cleaned.get("last_name")) and not self.errors:
            self.add_error("first_name", _("Write your first name, your last name, or both."))
        return cleaned

    def answers(self) -> Answers:
        """Return what was said."""
        said = self.cleaned_data
        texts = [self.texts[purpose] for name, purpose in self.asked.items() if said[name]]
        columns = {name: said[name] for name in COLUMNS}
        return Answers(**columns, password=said["password1"], texts=texts)
