"""Shape of what people type about certificates; rules are in the actions."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Certificate
from .numbers import read_code, read_number


class VerifyForm(forms.Form):
    """Number and code, as they stand on the paper."""

    number = forms.CharField(
        label=_("Number"), max_length=30, help_text=_("At the top of the certificate: CLUS3-2026-00017")
    )
    code = forms.CharField(
        label=_("Verification code"), max_length=30, help_text=_("At the foot of the certificate: K7QM-2XRD-9TFAH")
    )

    def clean_number(self) -> str:
        """Return it as it is kept."""
        return self._known(read_number(self.cleaned_data["number"]), gettext("Type the number."))

    def clean_code(self) -> str:
        """Return it as it is kept."""
        return self._known(read_code(self.cleaned_data["code"]), gettext("Type the code: letters and digits."))

    def _known(self, read: str, sentence: str) -> str:
        if not read:
            raise forms.ValidationError(sentence)
        return read


class IssueForm(forms.Form):
    """In which language the certificates of a round are."""

    language = forms.ChoiceField(
        label=_("Language of the certificates"),
        choices=Certificate.Language.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language of the certificates.")},
    )


class ReasonForm(forms.Form):
    """Why a certificate is revoked or replaced."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=_("The owner of the certificate reads it."),
    )
