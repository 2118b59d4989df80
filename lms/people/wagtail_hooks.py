"""Registers the staff's screens of people."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .bulk_actions import NoDeletionInBulk, NoRoleInBulk, NoStateInBulk
from .viewsets import PeopleGroup


@hooks.register("register_admin_viewset")
def people_screens() -> PeopleGroup:
    """People and grants."""
    return PeopleGroup()


@hooks.register("register_log_actions")
def password_link_in_the_log(actions: object) -> None:
    """Name the action that sends a link."""

    actions.register_action("people.password_link", _("Send password link"), _("Password link sent"))  # type: ignore[attr-defined]


for action in (NoRoleInBulk, NoDeletionInBulk, NoStateInBulk):
    # After Wagtail's own, so that ours are the ones found.
    hooks.register("register_bulk_action", action, order=100)
