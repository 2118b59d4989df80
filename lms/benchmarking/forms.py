"""The shape of an upload."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Assessment, Framework


class UploadForm(forms.Form):
    """A benchmark file; the other fields say what a CSV that holds the scores alone does not say itself."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the reader says what to do about it
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "aria-describedby": "id_file-helptext"}),
        help_text=_("An Excel workbook (.xlsx) or a table of scores (.csv), of at most 10 MB."),
        error_messages={"required": _("Choose the file to be imported.")},
    )
    framework = forms.ModelChoiceField(
        Framework.objects.all(), label=_("Framework and version"), required=False, empty_label=_("As the file says")
    )
    on = forms.DateField(
        label=_("Assessed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _("Write the day as day/month/year, such as 30/09/2014.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("As the file says")), *Assessment.Kind.choices]
    )

    def options(self) -> dict[str, Any]:
        """Return what was chosen, as it is kept with the upload."""
        framework, on = self.cleaned_data["framework"], self.cleaned_data["on"]
        return {
            "framework": framework.code if framework else "",
            "version": framework.version if framework else "",
            "on": on.isoformat() if on else "",
            "kind": self.cleaned_data["kind"],
        }
