"""What the frame of every page needs: navigation by role, the demonstration banner."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .demonstration.mark import is_loaded
from .navigation import navigation_for


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Return lazily what `base.html` shows; error pages without a user get the public navigation."""
    user = getattr(request, "user", None)
    return {
        "navigation": SimpleLazyObject(lambda: navigation_for(user, request.path)),
        "is_demonstration": SimpleLazyObject(is_loaded),
    }
