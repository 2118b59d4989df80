"""At every request of a signed-in person: roles as of today, language as chosen, a second factor for staff.

And no copy of the answer stays behind, in the browser or on the way.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .actions import apply_grants
from .permissions import needs_second_factor

Handler = Callable[[HttpRequest], HttpResponse]


class ActiveRolesMiddleware:
    """Reads the person's grants once, and puts the groups in step when a grant began or ended since.

    Wagtail's page rights follow group rows, so an expired grant must leave its group before the admin is asked.
    This is the calendar's doing, not the request's: it happens once, at the first request after the day.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Prepare `user.active_grants` and hand the request on."""
        if request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL)) or not request.user.is_authenticated:
            return self.get_response(request)
        today = timezone.localdate()
        grants = list(request.user.role_grants.select_related("cluster"))
        request.user.active_grants = [grant for grant in grants if grant.is_active(today)]
        if any(grant.applied != grant.is_active(today) for grant in grants):
            apply_grants(user=request.user, today=today)
        return self.get_response(request)


class PrivateAnswersMiddleware:
    """What a signed-in person reads is kept nowhere: not by a proxy, nor by a browser that somebody else uses next."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say so on every answer but files of the site itself, which are the same for everybody."""
        response = self.get_response(request)
        if (
            not request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL))
            and request.user.is_authenticated
        ):
            response["Cache-Control"] = "private, no-store"
        return response


class PersonLanguageMiddleware:
    """Times in the person's zone; where the address names no language, the person's own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate language and zone for this request only."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        if not translation.get_language_from_path(request.path_info):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Staff without a second factor reach the page that sets one up, and nothing of the admin."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send staff without a second factor to set one up."""
        asked = settings.STAFF_NEED_SECOND_FACTOR and needs_second_factor(request.user)
        if asked and not _is_exempt(request) and not is_mfa_enabled(request.user):
            messages.warning(request, _("Coordinators sign in with a second factor: set one up to go on."))
            return redirect("mfa_index")
        return self.get_response(request)


# Where the factor is set up, and what needs no person; whole beginnings of an address, never a part of it.
OPEN_WITHOUT_FACTOR = (
    *(f"/{language}/account/" for language, _name in settings.LANGUAGES),
    settings.STATIC_URL,
    settings.MEDIA_URL,
    "/language/",
    "/healthz",
    "/readyz",
)


def _is_exempt(request: HttpRequest) -> bool:
    """Account pages, on which the factor is set up, and files stay open."""
    return request.path_info.startswith(OPEN_WITHOUT_FACTOR)
