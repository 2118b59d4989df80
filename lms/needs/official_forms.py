"""The staff's forms of what concerns officials: targets of competences, and who supervises whom."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.models import User

from .addresses import officials
from .models import CompetenceTarget, Mastery, Supervision

REACHABLE = [(level.value, level.label) for level in Mastery if level > Mastery.NONE]


class CompetenceTargetForm(WagtailAdminModelForm):
    """A level for everybody, or for one official in its place."""

    class Meta:
        model = CompetenceTarget
        fields = ["competence", "level", "person"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = REACHABLE  # the lowest level is no target
        self.fields["person"].queryset = officials()
        self.fields["person"].help_text = _("Leave it empty for a target of all officials.")

    def clean(self) -> dict[str, Any]:
        """Refuse a second target for the same people."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            same = CompetenceTarget.objects.filter(competence=cleaned["competence"], person=cleaned["person"])
            if same.exclude(pk=self.instance.pk).exists():
                raise forms.ValidationError(
                    _("There is a target of this competence for them already: change that one.")
                )
        return cleaned


class SupervisionForm(WagtailAdminModelForm):
    """Who rates an official besides the official, and when."""

    class Meta:
        model = Supervision
        fields = ["person", "supervisor", "valid_from", "valid_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = officials()
        active = Q(is_active=True) | Q(pk=self.instance.supervisor_id)
        self.fields["supervisor"].queryset = User.objects.filter(active)
        self.fields["supervisor"].help_text = _("Anybody with an account; no role is needed.")
        if not self.instance.pk:
            self.fields["valid_from"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        """Say in a sentence what the table would refuse, and refuse the same supervision twice at the same time."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        first, last = cleaned["valid_from"], cleaned["valid_until"]
        if cleaned["person"] == cleaned["supervisor"]:
            self.add_error("supervisor", _("Nobody supervises oneself: choose somebody else."))
        if last and last < first:
            self.add_error("valid_until", _("The supervision ends before it starts: correct one of the two days."))
        if not self.errors and self._is_there_already(cleaned):
            raise forms.ValidationError(_("This person supervises the official in that time already: change that one."))
        return cleaned

    def _is_there_already(self, cleaned: dict[str, Any]) -> bool:
        same = Supervision.objects.filter(person=cleaned["person"], supervisor=cleaned["supervisor"])
        same = same.exclude(pk=self.instance.pk).filter(Q(valid_until=None) | Q(valid_until__gte=cleaned["valid_from"]))
        if cleaned["valid_until"]:
            same = same.filter(valid_from__lte=cleaned["valid_until"])
        return same.exists()
