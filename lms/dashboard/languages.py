"""The language switch: it stays on the page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_POST
from wagtail.models import Locale, Site

from lms.access import anyone


@anyone
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and for a person signed in with the person; go to the same page in it."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return redirect("/")
    if request.user.is_authenticated:
        type(request.user).objects.filter(pk=request.user.pk).update(language=language)
    response = redirect(in_language(request, request.POST.get("next", "/"), language))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31_536_000,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=bool(settings.LANGUAGE_COOKIE_SECURE),
    )
    return response


def in_language(request: HttpRequest, address: str, language: str) -> str:
    """Return the address of the same page in the language; the front page for an address of somebody else's."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return f"/{language}/"
    path, _, query = address.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return f"/{language}/"
    if match.url_name == "wagtail_serve":
        return _page_in_language(request, path, match.args[0], language)
    return translate_url(path, language) + (f"?{query}" if query else "")


def _page_in_language(request: HttpRequest, path: str, site_path: str, language: str) -> str:
    """Return the address of the page's live translation, else of the front page in that language."""
    front = f"/{language}/"
    site = Site.find_for_request(request)
    locale = Locale.objects.filter(language_code=language).first()
    if site is None or locale is None:
        return front
    with override(get_language_from_path(path)):
        try:
            page = site.root_page.localized.route(request, [part for part in site_path.split("/") if part]).page
        except Http404:
            return front
    twin = page.get_translation_or_none(locale)
    return (twin.get_url(request) or front) if twin and twin.live else front
