"""Questions about people and roles, asked by views, templates, admin and actions alike."""

from typing import Any

from .models import Role


def is_coordinator(user: Any) -> bool:
    """Say whether the person runs the programme today."""
    return bool(user.is_authenticated and (user.is_superuser or user.holds(Role.COORDINATOR)))


def can_grant_roles(user: Any) -> bool:
    """Only coordinators give and end roles."""
    return is_coordinator(user)


def can_change_person(user: Any, person: Any) -> bool:
    """Coordinators change people, but not an operator with every right: a new e-mail would hand them that account.

    Nobody changes somebody whose data were erased: that would bring the account back.
    """
    return is_coordinator(user) and person.erased_at is None and (user.is_superuser or not person.is_superuser)


def needs_second_factor(user: Any) -> bool:
    """Staff, who see everybody's data, sign in with a second factor."""
    return is_coordinator(user)
