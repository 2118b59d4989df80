"""Rights in the admin come from the roles in force today, whatever the group rows say."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from .roles import group_name


class ActiveRolesBackend(AuthenticationBackend):
    """Sign-in by e-mail; permissions of a group count only while a grant of its role is in force."""

    def _get_group_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        names = {group_name(grant.role) for grant in user_obj.active_grants}
        return Permission.objects.filter(group__name__in=names)
