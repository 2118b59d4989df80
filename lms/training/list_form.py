"""The file with people to enter."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ListForm(forms.Form):
    """A file; what is in it is judged when it is read."""

    file = forms.FileField(
        label=_("List of people"),
        allow_empty_file=True,  # the reader says what to do about it
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the file with the list.")},
        help_text=_("Excel (.xlsx) or CSV, at most 500 people and 2 MB."),
    )
