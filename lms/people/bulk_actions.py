"""Wagtail's bulk actions on users go round grants and log: they are closed."""

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from wagtail.users.views import bulk_actions as wagtails


class Closed:
    """Refuses everybody, whatever the method."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise PermissionDenied


class NoRoleInBulk(Closed, wagtails.AssignRoleBulkAction):
    """Roles are dated grants."""


class NoDeletionInBulk(Closed, wagtails.DeleteBulkAction):
    """Evidence names people: nobody is deleted."""


class NoStateInBulk(Closed, wagtails.SetActiveStateBulkAction):
    """People are made inactive one by one."""
