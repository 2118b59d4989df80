"""Questions about messages, asked by admin and actions alike."""

from typing import Any

from lms.people.permissions import is_coordinator


def can_manage_messages(user: Any) -> bool:
    """Coordinators see what was sent to whom, and settle what a machine cannot."""
    return is_coordinator(user)
