"""The form of a funding line: what its rules contradict is said beside the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from lms.staff_submissions import KnownObjectsField

from .models import Cluster, FundingLine

STAMP = ("stamped_on", "stamped_by", "stamped_pages")
LONGEST_WINDOW = 240  # minutes; beyond half a day it is no window around a session any more


class FundingLineForm(WagtailAdminModelForm):
    """A funding line."""

    clusters = KnownObjectsField(
        label=gettext_lazy("Clusters"),
        queryset=Cluster.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: the whole programme."),
    )

    class Meta:
        model = FundingLine
        fields = "__all__"  # narrowed by the panels

    def clean_sign_in_window_minutes(self) -> int:
        """Keep the window around its session."""
        minutes: int = self.cleaned_data["sign_in_window_minutes"]
        if minutes > LONGEST_WINDOW:
            raise forms.ValidationError(_("At most %(most)s minutes.") % {"most": LONGEST_WINDOW})
        return minutes

    def clean(self) -> dict[str, Any]:
        """Say which day, or which part of the stamp, is out of order."""
        cleaned: dict[str, Any] = super().clean()
        self._check_days(cleaned.get("valid_from"), cleaned.get("valid_until"), cleaned.get("retain_until"))
        self._check_stamp(cleaned)
        return cleaned

    def _check_days(self, start: Any, end: Any, retained: Any) -> None:
        if start and end and end < start:
            self.add_error("valid_until", _("The funding line ends before it starts: correct one of the two days."))
        if retained and (last := end or start) and retained < last:
            sentence = _("Evidence is kept at least until the funding ends: correct one of the days.")
            self.add_error(
                "retain_until", sentence if end else _("Evidence is kept at least until the funding starts.")
            )

    def _check_stamp(self, cleaned: dict[str, Any]) -> None:
        """A stamp is whole or not there at all."""
        missing = [name for name in STAMP if not cleaned.get(name) and name not in self.errors]
        if not missing or len(missing) == len(STAMP):
            return
        for name in missing:
            self.add_error(name, _("A stamped register has a day, an authority and a number of pages: give all three."))
