"""Questions about training needs."""

from typing import Any

from lms.people.permissions import is_coordinator


def can_decide_needs(user: Any) -> bool:
    """Only coordinators confirm, declare, renew and drop needs: the page with the gaps of a cluster is theirs too."""
    return is_coordinator(user)
