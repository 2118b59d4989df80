"""The identity provider on the sign-in page, when there is one."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def identity_provider(after: str = "") -> dict[str, str] | None:
    """Return name and address of the provider, or none; `after` is where the person wants to go."""
    if not settings.OIDC_SERVER_URL:
        return None
    query = {"language": get_language() or settings.LANGUAGE_CODE} | ({"next": after} if after else {})
    address = reverse("openid_connect_login", kwargs={"provider_id": settings.OIDC_PROVIDER_ID})
    return {"name": settings.OIDC_NAME, "url": f"{address}?{urlencode(query)}"}
