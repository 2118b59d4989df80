"""Questions about certificates, asked by views, templates and actions alike."""

from typing import Any

from lms.people.permissions import is_coordinator
from lms.training.permissions import can_read_all

__all__ = ["can_issue", "can_read_all"]


def can_issue(user: Any) -> bool:
    """Only coordinators issue, revoke and replace."""
    return is_coordinator(user)
