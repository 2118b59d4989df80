"""Our own error pages. The last one, for our own faults, asks neither the database nor a person to be shown."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django_guid import get_guid
from wagtail.views import serve

from lms.access import anyone

RETRY_AFTER = 300  # seconds, the longest that the rate limits count


@anyone
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or form could not be read."""
    return render(request, "errors/400.html", status=400)


@anyone
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return render(request, "errors/403.html", status=403)


@anyone
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none that this person may know of."""
    return render(request, "errors/404.html", status=404)


@anyone
def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """405: the address of a button or form was opened as a page, or something was sent to a page."""
    context = {"is_opened": request.method in ("GET", "HEAD"), "above": _page_above(request.path_info)}
    return render(request, "errors/405.html", context, status=405)


@anyone
def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: too many attempts in a short time; says in seconds when to come back, as the page does in words."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


@anyone
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page gives the request's id, by which the log finds it. No context processor runs."""
    context = {
        "language_code": get_language() or settings.LANGUAGE_CODE,
        "request_id": get_guid(),
        "static_url": settings.STATIC_URL,
    }
    return HttpResponse(render_to_string("errors/500.html", context), status=500)


@anyone
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long or cookies are off."""
    return render(request, "errors/csrf.html", status=403)


def _page_above(path: str) -> str:
    """Return the address of the nearest page above in the tree of addresses, where the button probably stands."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:count])}/" for count in range(len(parts) - 1, 1, -1))
    return next((address for address in above if _is_ours(address)), "")


def _is_ours(address: str) -> bool:
    """Whether a view of ours answers; Wagtail's own would take any address at all."""
    try:
        return resolve(address).func is not serve
    except Resolver404:
        return False
