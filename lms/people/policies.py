"""Wagtail's permission policies for people: the table of roles, narrowed by the object."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from .permissions import can_change_person


class PersonPolicy(ModelPermissionPolicy):
    """Coordinators change people, but nobody with more rights than their own; people are never deleted here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse deletion to everybody."""
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Ask about the person as well."""
        if action == "change" and not can_change_person(user, instance):
            return False
        return self.user_has_permission(user, action)


class GroupPolicy(ModelPermissionPolicy):
    """Groups follow from the table of roles; nobody edits them by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse."""
        return False

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Refuse."""
        return False
