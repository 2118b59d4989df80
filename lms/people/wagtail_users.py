"""Wagtail's own app of users, with our screens of people in place of its own."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleInWagtailConfig(WagtailUsersAppConfig):
    """Wagtail's screens set passwords and groups; here both follow from invitations and dated grants."""

    user_viewset = "lms.people.viewsets.PersonAdmin"

    def ready(self) -> None:
        """Register who may change whom, before Wagtail would register its own rule."""
        from django.contrib.auth.models import Group  # noqa: PLC0415  # models are loaded by now, not before
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from .models import User  # noqa: PLC0415
        from .policies import GroupPolicy, PersonPolicy  # noqa: PLC0415

        register_permission_policy(User, PersonPolicy(User))
        register_permission_policy(Group, GroupPolicy(Group))
