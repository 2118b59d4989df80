"""The staff's screens of people and role grants."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from lms.staff_admin import ActionView, CreateView, EditView, ListWithActions, StaffViewSet

from .actions import end_grant, save_grant
from .forms import EndGrantForm, GrantDatesForm, GrantForm, InviteForm, PersonChangeForm, PersonForm
from .invitation_standing import Standing, standing_filter, standing_words
from .invitations import change_person, invite_again, invite_person, send_password_link
from .models import Role, RoleGrant, User
from .permissions import can_grant_roles

MENU = "register_people_menu_item"


class InviteView(CreateView):
    """Writes a person down, perhaps with a role, and sends the invitation."""

    success_message = gettext_lazy("%(object)s is written down; the invitation is on its way by e-mail.")

    def save_instance(self) -> User:
        """Leave it to the action, with the role in the same step."""
        person, role = self.form.instance, self.form.grant()
        return invite_person(person=person, role=role, by=self.request.user, now=timezone.now())


class ChangePersonView(EditView):
    """Changes a person."""

    def save_instance(self) -> User:
        """Leave it to the action."""
        return change_person(person=self.form.instance, by=self.request.user)


class PasswordLinkView(ActionView):
    """Sends the link to choose a password."""

    page_title = gettext_lazy("Send a link to choose a password")
    question = gettext_lazy("The person receives an e-mail with a link, in the person's language. You never see it.")
    submit_label = gettext_lazy("Send the link")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Send it."""
        send_password_link(person=self.object, by=self.by, request=self.request)
        return _("The link was sent to %(email)s.") % {"email": self.object.email}


class InviteAgainView(ActionView):
    """Sends the invitation again."""

    page_title = gettext_lazy("Send the invitation again")
    question = gettext_lazy("The person receives a new link to accept the invitation; the link sent before ends.")
    submit_label = gettext_lazy("Send the invitation")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Send it."""
        invite_again(person=self.object, by=self.by, now=timezone.now())
        return _("The invitation is on its way to %(email)s.") % {"email": self.object.email}


class PeopleList(ListWithActions):
    """All people; each row can send the invitation again, or the link to a new password."""

    add_item_label = gettext_lazy("Invite a person")

    @property
    def header_buttons(self) -> list[Any]:
        """Offer to invite many at once, beside one."""
        buttons = super().header_buttons
        if can_grant_roles(self.request.user):
            by_list = HeaderButton(_("Invite by list"), url=reverse("people_lists:lists"), icon_name="upload")
            buttons = [*buttons, by_list]
        return buttons

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer what the person may use."""
        if not self.user_has_permission_for_instance("change", instance):
            return []
        copy = (gettext_lazy("Copy of all data"), "copy_of_data", "download")
        if not instance.is_active:
            return [copy]
        if not instance.confirmed_at:
            return [(gettext_lazy("Send the invitation again"), "wagtailusers_users:invite_again", "mail"), copy]
        return [(gettext_lazy("Send password link"), "wagtailusers_users:password_link", "mail"), copy]


class InvitationColumn(Column):
    """How far the invitation of a person is."""

    def get_value(self, instance: User) -> str:
        """Say it in words."""
        return standing_words(instance, timezone.now())


class StandingFilter(ChoiceFilter):
    """Keeps the people whose invitation is that far."""

    def filter(self, qs: Any, value: str) -> Any:
        """Ask the queryset; nothing chosen keeps everybody."""
        return qs.filter(standing_filter(value, timezone.now())) if value else qs


class PersonFilters(WagtailFilterSet):
    """What people are looked up by."""

    role_grants__role = ChoiceFilter(
        label=gettext_lazy("Role held"), choices=Role.choices, widget=forms.RadioSelect, empty_label=gettext_lazy("All")
    )
    invitation = StandingFilter(
        label=gettext_lazy("Invitation"),
        choices=Standing.choices,
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = User
        fields = ["language", "is_active", "role_grants__role"]


class PersonAdmin(StaffViewSet):
    """People. Registered by Wagtail's own app of users, under its name, in place of its screens."""

    model = User
    icon = "user"
    menu_hook = MENU
    menu_order = 10
    add_to_reference_index = False
    index_view_class = PeopleList
    add_view_class = InviteView
    edit_view_class = ChangePersonView
    left_out = ("delete", "usage")
    action_views = {"password_link": PasswordLinkView, "invite_again": InviteAgainView}
    list_display = [
        "__str__",
        "email",
        InvitationColumn("invitation", label=gettext_lazy("Invitation")),
        BooleanColumn("is_active", label=gettext_lazy("Active")),
        "last_login",
    ]
    search_fields = ["first_name", "last_name", "email"]
    filterset_class = PersonFilters

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        """Ask for less when the person is new."""
        return PersonChangeForm if for_update else InviteForm


class GrantView(CreateView):
    """Gives a role."""

    def save_instance(self) -> RoleGrant:
        """Leave it to the action, which puts the person's groups in step and logs."""
        grant = self.form.instance
        grant.granted_by = self.request.user
        return save_grant(grant=grant, today=timezone.localdate(), by=self.request.user)


class ChangeGrantView(EditView):
    """Changes the days of a grant."""

    def save_instance(self) -> RoleGrant:
        """Leave it to the action, which puts the person's groups in step and logs."""
        return save_grant(grant=self.form.instance, today=timezone.localdate(), by=self.request.user)


class EndGrantView(ActionView):
    """Ends a grant on a day."""

    page_title = gettext_lazy("End the role")
    question = gettext_lazy(
        "From the day after, the person has no right of this role any more. The grant stays on record."
    )
    submit_label = gettext_lazy("End the role")
    form_class = EndGrantForm

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """End it."""
        last_day = cleaned_data["last_day"]
        end_grant(grant=self.object, last_day=last_day, today=timezone.localdate(), by=self.by)
        return _("%(grant)s ends on %(day)s.") % {"grant": self.object, "day": date_format(last_day)}


class GrantList(ListWithActions):
    """All grants; those in force or to come can be ended."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return RoleGrant.objects.select_related("user", "cluster", "granted_by")

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer the end of a grant that has not ended."""
        ended = instance.valid_until is not None and instance.valid_until < timezone.localdate()
        if ended or not self.user_has_permission("change"):
            return []
        return [(gettext_lazy("End the role"), "rolegrant_admin:end", "cross")]


class RoleGrantAdmin(StaffViewSet):
    """Role grants: given, changed in their days, ended, never deleted."""

    model = RoleGrant
    icon = "key"
    index_view_class = GrantList
    add_view_class = GrantView
    edit_view_class = ChangeGrantView
    left_out = ("delete", "usage")
    action_views = {"end": EndGrantView}
    list_display = ["user", "role", "cluster", "valid_from", "valid_until", "granted_by"]
    list_filter = ["role", "cluster", "valid_from", "valid_until"]
    list_export = ["user", "role", "cluster", "valid_from", "valid_until", "granted_by", "granted_at", "reason"]
    search_fields = ["user__first_name", "user__last_name", "user__email", "cluster__name"]

    def get_form_class(self, for_update: bool = False) -> type[GrantForm]:
        """Keep person, role and cluster once the grant is given."""
        return GrantDatesForm if for_update else GrantForm


class PeopleGroup(ModelViewSetGroup):
    """The menu of people; Wagtail registers the screens of persons into it."""

    items = (RoleGrantAdmin,)
    submenu_hook = MENU
    menu_label = gettext_lazy("People")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 240
