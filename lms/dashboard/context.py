"""What the frame of every page needs: navigation by role, sections of the site, the demonstration banner."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from .addresses import addresses_of
from .demonstration.mark import PASSWORD, demo_accounts, is_loaded
from .navigation import Item, navigation_for, person_menu_for, sections_of_the_site


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Return lazily what `base.html` shows; error pages without a user get the public navigation."""
    user, path = getattr(request, "user", None), request.path
    sections: Any = SimpleLazyObject(lambda: sections_of_the_site(request))
    return {
        "navigation": SimpleLazyObject(lambda: navigation_for(user, path, sections)),
        "footer_pages": SimpleLazyObject(lambda: [Item(s.label, s.url) for s in sections if not s.in_menu]),
        "person_menu": SimpleLazyObject(lambda: person_menu_for(user, path)),
        "addresses": SimpleLazyObject(lambda: addresses_of(request)),
        "front_url": f"/{get_language() or settings.LANGUAGE_CODE}/",
        "sign_in_url": SimpleLazyObject(lambda: sign_in_url(request)),
        "contact_email": getattr(settings, "CONTACT_EMAIL", ""),
        "is_demonstration": SimpleLazyObject(is_loaded),
        "is_factor_relaxed": not settings.STAFF_NEED_SECOND_FACTOR,
        "demo_accounts": SimpleLazyObject(lambda: demo_accounts() if is_loaded() else []),
        "demo_password": PASSWORD,
    }


def sign_in_url(request: HttpRequest) -> str:
    """Return the address of the sign-in page, which comes back to the page that the reader is on."""
    address = reverse("account_login")
    path = request.get_full_path()
    if request.method != "GET" or "/account/" in request.path or request.path == f"/{get_language()}/":
        return address
    return f"{address}?{urlencode({'next': path})}"
