"""Shape of what people type about outcomes; rules are in the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OverrideForm(forms.Form):
    """Why somebody passes, or not, otherwise than the rule says."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=_("The person reads it, and it stays with the outcome."),
    )
