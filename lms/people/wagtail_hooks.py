"""Registers the staff's screens of people."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import list_urls
from .bulk_actions import NoDeletionInBulk, NoRoleInBulk, NoStateInBulk
from .permissions import can_grant_roles
from .viewsets import MENU, PeopleGroup


@hooks.register("register_admin_viewset")
def people_screens() -> PeopleGroup:
    """People and grants."""
    return PeopleGroup()


class ListsMenuItem(MenuItem):
    """Leads to the lists of people, for those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the predicate of the views."""
        return can_grant_roles(request.user)


@hooks.register("register_admin_urls")
def list_addresses() -> list[URLResolver]:
    """Mount the pages of lists, which Wagtail then wraps in its own question for access to the admin."""
    return [path("people-lists/", include(list_urls))]


@hooks.register(MENU)
def lists_menu_item() -> MenuItem:
    """Offer to invite many at once."""
    address = reverse("people_lists:lists")
    return ListsMenuItem(_("Invite by list"), address, name="people-lists", icon_name="upload", order=20)


@hooks.register("register_log_actions")
def invitations_in_the_log(actions: object) -> None:
    """Name what happens to people on their way in."""
    register = actions.register_action  # type: ignore[attr-defined]  # Wagtail carries no types
    register("people.password_link", _("Send password link"), _("Password link sent"))
    register("people.invited_again", _("Invite again"), _("Invitation sent again"))
    register("people.accepted", _("Accept an invitation"), _("Invitation accepted"))
    register("people.list_done", _("Invite by list"), _("People of a list invited"))


@hooks.register("register_log_actions")
def answers_in_the_log(actions: object) -> None:
    """Name what people answer about their data."""
    register = actions.register_action  # type: ignore[attr-defined]  # Wagtail carries no types
    register("people.consent_given", _("Give a consent"), _("Consent given"))
    register("people.consent_declined", _("Decline a consent"), _("Consent declined"))
    register("people.consent_withdrawn", _("Withdraw a consent"), _("Consent withdrawn"))


for action in (NoRoleInBulk, NoDeletionInBulk, NoStateInBulk):
    # After Wagtail's own, so that ours are the ones found.
    hooks.register("register_bulk_action", action, order=100)
