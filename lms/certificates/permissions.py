"""Questions about certificates, asked by views, templates and actions alike."""

from typing import Any

from lms.people.models import Role
from lms.people.permissions import is_coordinator


def can_issue(user: Any) -> bool:
    """Only coordinators issue, revoke and replace."""
    return is_coordinator(user)


def can_read_all(user: Any) -> bool:
    """Coordinators, and auditors while their grant lasts."""
    return is_coordinator(user) or bool(user.is_authenticated and user.holds(Role.AUDITOR))
