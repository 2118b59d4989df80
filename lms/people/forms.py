"""Forms of people and role grants: the shape of the input."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from lms.clusters.models import Cluster

from .models import Role, RoleGrant, User


class PersonForm(WagtailAdminModelForm):
    """Who the person is; the password is the person's own business."""

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "language"]

    def clean_email(self) -> str:
        """Keep addresses in lower case, so that one person is one row.

        Whose address it is already is said here, at the field and once: the model would say it of itself as well.
        """
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(User._meta.get_field("email").error_messages["unique"], code="unique")
        return email


class InviteForm(PersonForm):
    """A new person, and the role that he or she is invited to, if any."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=lambda: [("", gettext_lazy("No role yet")), *Role.choices],
        help_text=gettext_lazy("The invitation says it. Roles can also be given afterwards, under “Role grants”."),
    )
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(),
        label=gettext_lazy("Cluster"),
        required=False,
        help_text=gettext_lazy("For roles that are of one cluster: manager, tutor, assessor."),
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), required=False, widget=AdminDateInput)
    valid_until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("This day included. An auditor's role needs an end."),
    )

    def clean(self) -> dict[str, Any]:
        """Look at the role as a whole: a cluster or days without a role are a slip."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        if grant := self.grant():
            grant.full_clean(exclude=["user", "granted_by"])
        elif cleaned["cluster"] or cleaned["valid_from"] or cleaned["valid_until"]:
            self.add_error("role", _("Choose the role that this cluster or these days are for, or empty them."))
        return cleaned

    def grant(self) -> RoleGrant | None:
        """Return the grant, unsaved and of nobody yet; from today unless a day is given."""
        said = self.cleaned_data
        if not said["role"]:
            return None
        start = said["valid_from"] or timezone.localdate()
        return RoleGrant(role=said["role"], cluster=said["cluster"], valid_from=start, valid_until=said["valid_until"])


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


class GrantDatesForm(GrantForm):
    """A grant once given keeps its person, role and cluster: another role is another grant."""

    class Meta(GrantForm.Meta):
        fields = ["valid_from", "valid_until", "reason", "listed_publicly"]


class PeopleListForm(forms.Form):
    """A list of people to invite."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,  # the reader says what to do about it
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "aria-describedby": "id_file-helptext"}),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV file (.csv) of at most 500 people and 2 MB."),
        error_messages={"required": gettext_lazy("Choose the file with the list.")},
    )


class EndGrantForm(forms.Form):
    """The last day of a grant."""

    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=AdminDateInput,
        initial=timezone.localdate,
        help_text=gettext_lazy("The role holds on this day and no longer."),
    )
