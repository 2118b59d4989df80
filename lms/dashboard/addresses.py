"""Where a public page is, for search engines: its one address, and the same page in the other languages."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

PUBLIC = ("dashboard:clusters", "dashboard:cluster", "training:calendar", "training:offering", "wagtail_serve")


@dataclass(frozen=True)
class Addresses:
    """Addresses with the host; both empty for a page that is not for search engines."""

    canonical: str = ""
    by_language: dict[str, str] = field(default_factory=dict)


def addresses_of(request: HttpRequest) -> Addresses:
    """Return the addresses of the page that was asked for, without a query.

    The translation of a page of the CMS is known only to the database, so it is the map of the site that names it; the
    front pages, though, are known by their language alone.
    """
    match = request.resolver_match
    if match is None or match.view_name not in PUBLIC:
        return Addresses()
    number = request.GET.get("page", "")
    page = f"?page={number}" if number.isascii() and number.isdigit() and number != "1" else ""
    canonical = request.build_absolute_uri(request.path) + page
    languages = [code for code, _name in settings.LANGUAGES]
    if request.path in [f"/{code}/" for code in languages]:
        return Addresses(canonical, {code: request.build_absolute_uri(f"/{code}/") for code in languages})
    if match.view_name == "wagtail_serve":
        return Addresses(canonical)
    return Addresses(canonical, {code: translate_url(canonical, code) for code in languages})
