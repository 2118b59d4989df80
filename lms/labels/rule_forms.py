"""Forms of rules, awards and proposals in the admin: figures in order, and nothing changed silently."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from lms.clusters.models import LabelAward

from .models import LabelRequirement, LabelRule
from .rule_versions import FIXED, proposals_by

Kind = LabelRequirement.Kind
COUNTED = (Kind.IMPROVEMENTS, Kind.EVIDENCE)
MOST = 120


class RequirementForm(WagtailAdminModelForm):
    """One requirement: its kind says which amounts it has."""

    class Meta:
        model = LabelRequirement
        fields = "__all__"  # narrowed by the panels

    def clean(self) -> dict[str, Any]:
        """Ask for the amounts that the kind counts, and for no others."""
        cleaned: dict[str, Any] = super().clean()
        kind, amount, until = cleaned.get("kind"), cleaned.get("amount"), cleaned.get("amount_until")
        if (kind in COUNTED and not amount) or (kind == Kind.BENCHMARKED and amount == 0):
            self.add_error("amount", _("Say how many: at least 1."))
        if kind == Kind.MONTHS_SINCE:
            self._check_months(amount, until)
        elif until is not None:
            self.add_error("amount_until", _("Only months have an upper end: leave this empty."))
        if kind in (Kind.MINIMUMS, Kind.SHARE) and amount is not None:
            self.add_error("amount", _("The framework says how much: leave this empty."))
        if max(amount or 0, until or 0) > MOST:
            self.add_error(None, _("The amounts go up to %(most)s.") % {"most": MOST})
        return cleaned

    def _check_months(self, amount: int | None, until: int | None) -> None:
        if amount is None:
            self.add_error("amount", _("Say after how many months at least."))
        elif until is not None and until < amount:
            self.add_error("amount_until", _("This must not be fewer months than the first number."))


class RuleForm(WagtailAdminModelForm):
    """A version of a rule; one that proposals were made by is changed only by somebody who says so."""

    change_used = forms.BooleanField(
        label=gettext_lazy("Change this version although proposals were made by it"),
        required=False,
        help_text=gettext_lazy(
            "Their days stay as they are. What changes from a day on is better copied as a new version."
        ),
    )

    class Meta:
        model = LabelRule
        fields = "__all__"  # narrowed by the panels

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.used = proposals_by(self.instance)
        if not self.used:
            del self.fields["change_used"]

    def clean(self) -> dict[str, Any]:
        """Refuse a silent change of what proposals were dated and judged by."""
        cleaned: dict[str, Any] = super().clean()
        touched = self._touched() if self.used else []
        if touched and not cleaned.get("change_used"):
            sentence = ngettext(
                "%(count)s proposal was made by this version. Copy it as a new version, or tick the box to change: "
                "%(what)s.",
                "%(count)s proposals were made by this version. Copy it as a new version, or tick the box to change: "
                "%(what)s.",
                self.used,
            )
            raise forms.ValidationError(sentence % {"count": self.used, "what": "; ".join(touched)})
        return cleaned

    def _touched(self) -> list[str]:
        """Name what changes besides wording."""
        touched = [str(self.fields[name].label) for name in self.changed_data if name in FIXED[LabelRule]]
        for form in self.formsets["requirements"].forms:
            if form.data.get(form.add_prefix("DELETE")):
                touched += [_("removal of %(row)s") % {"row": form.instance}] if form.instance.pk else []
            elif form.has_changed() and (not form.instance.pk or set(form.changed_data) & set(FIXED[LabelRequirement])):
                touched.append(str(form.instance) if form.instance.pk else _("a new row"))
        return touched


class CopyRuleForm(forms.Form):
    """From when the new version is in force."""

    valid_from = forms.DateField(label=gettext_lazy("In force from"), widget=AdminDateInput)


class AwardForm(WagtailAdminModelForm):
    """A label entered by hand: a cluster holds each label once at a time."""

    class Meta:
        model = LabelAward
        fields = "__all__"  # narrowed by the panels

    def clean(self) -> dict[str, Any]:
        """Refuse the same label twice at the same time, which a second click would make."""
        cleaned: dict[str, Any] = super().clean()
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if self.errors or start is None:
            return cleaned
        same = LabelAward.objects.filter(cluster=cleaned["cluster"], level=cleaned["level"]).exclude(
            pk=self.instance.pk
        )
        same = same.filter(Q(valid_until=None) | Q(valid_until__gte=start))
        there = (same.filter(valid_from__lte=end) if end else same).first()
        if there is not None:
            sentence = _("The cluster holds this label from %(day)s already: correct the days of one of the two.")
            raise forms.ValidationError(sentence % {"day": date_format(there.valid_from)})
        return cleaned


class ConfirmForm(forms.Form):
    """The days of the label, as the rule proposes them until they are changed."""

    valid_from = forms.DateField(label=gettext_lazy("Held from"), widget=AdminDateInput)
    valid_until = forms.DateField(label=gettext_lazy("Held until"), widget=AdminDateInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when the days are not those of the rule; kept with the proposal."),
    )

    def clean(self) -> dict[str, Any]:
        """Say which day is out of order."""
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The label ends before it starts: correct one of the two days."))
        return cleaned


class DismissForm(forms.Form):
    """Why the label is not awarded."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
