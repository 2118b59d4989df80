"""Forms of people and role grants: the shape of the input."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from .models import RoleGrant, User


class PersonForm(WagtailAdminModelForm):
    """Who the person is; the password is the person's own business."""

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "language"]

    def clean_email(self) -> str:
        """Keep addresses in lower case, so that one person is one row."""
        return str(self.cleaned_data["email"]).lower()


class PersonChangeForm(PersonForm):
    """A person who is here already may also be made inactive: nobody is deleted, since evidence names people."""

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "is_active"]

    def clean_is_active(self) -> bool:
        """Keep staff from locking themselves out."""
        if not self.cleaned_data["is_active"] and self.instance == self.for_user:
            raise forms.ValidationError(_("You cannot make yourself inactive: ask another coordinator."))
        return bool(self.cleaned_data["is_active"])


class GrantForm(WagtailAdminModelForm):
    """A new grant."""

    class Meta:
        model = RoleGrant
        fields = ["user", "role", "cluster", "valid_from", "valid_until", "reason", "listed_publicly"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["user"].queryset = User.objects.filter(is_active=True)
            self.fields["valid_from"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        """Refuse the same role twice at the same time, which a second click would make."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        grant = self._as_typed(cleaned)
        same = RoleGrant.objects.filter(user=grant.user, role=grant.role, cluster=grant.cluster).exclude(pk=grant.pk)
        same = same.filter(Q(valid_until=None) | Q(valid_until__gte=grant.valid_from))
        if grant.valid_until:
            same = same.filter(valid_from__lte=grant.valid_until)
        if same.exists():
            raise forms.ValidationError(_("This person holds this role in that time already: change that grant."))
        return cleaned

    def _as_typed(self, cleaned: dict[str, Any]) -> RoleGrant:
        """Return an unsaved grant that says what the form says."""
        kept = ("user", "role", "cluster", "valid_from", "valid_until")
        values = {name: cleaned.get(name, getattr(self.instance, name, None)) for name in kept}
        return RoleGrant(pk=self.instance.pk, **values)


class GrantDatesForm(GrantForm):
    """A grant once given keeps its person, role and cluster: another role is another grant."""

    class Meta(GrantForm.Meta):
        fields = ["valid_from", "valid_until", "reason", "listed_publicly"]


class EndGrantForm(forms.Form):
    """The last day of a grant."""

    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=AdminDateInput,
        initial=timezone.localdate,
        help_text=gettext_lazy("The role holds on this day and no longer."),
    )
