"""The language switch: it stays on the page."""

from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_POST
from wagtail.models import Locale, Site

from lms.access import anyone

A_YEAR = 31_536_000  # seconds


@anyone
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and for a person signed in with the person; go to the same page in it."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return redirect("/")
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response = redirect(in_language(request, request.POST.get("next", "/"), language))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        samesite="Lax",
        secure=bool(settings.LANGUAGE_COOKIE_SECURE),
    )
    return response


def in_language(request: HttpRequest, address: str, language: str) -> str:
    """Return the address of the same page in the language; the front page for an address of somebody else's."""
    front = f"/{language}/"
    if "\x00" in address or not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return front
    parts = urlsplit(address)
    # An address resolves only while the language of its prefix is active.
    with override(get_language_from_path(parts.path)):
        try:
            match = resolve(unquote(parts.path))
        except Resolver404:
            return _same_words(parts, language)
        if match.url_name == "wagtail_serve":
            return _page_in_language(request, parts, match.args[0], language)
        return translate_url(_local(parts, parts.path), language)


def _page_in_language(request: HttpRequest, parts: SplitResult, site_path: str, language: str) -> str:
    """Return the address of the page's live translation, else of the front page in that language.

    Where there is no page at all there is none in the other language either, and the reader reads so in it.
    """
    front = f"/{language}/"
    site = Site.find_for_request(request)
    locale = Locale.objects.filter(language_code=language).first()
    if site is None or locale is None:
        return front
    try:
        page = site.root_page.localized.route(request, [part for part in site_path.split("/") if part]).page
    except Http404:
        return _same_words(parts, language)
    twin = page.get_translation_or_none(locale)
    address = twin.get_url(request) if twin and twin.live else None
    return _local(parts, address) if address else front


def _same_words(parts: SplitResult, language: str) -> str:
    """Return the address with the other language in front, the front page for an address without a language."""
    spoken = get_language_from_path(parts.path)
    if spoken is None:
        return f"/{language}/"
    return _local(parts, f"/{language}{parts.path.removeprefix(f'/{spoken}')}")


def _local(parts: SplitResult, path: str) -> str:
    """Return a path of this site with the query of the address."""
    return f"{path}?{parts.query}" if parts.query else path
