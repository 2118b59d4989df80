"""To the identity provider and back; outside the languages, since the provider knows one address of ours."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import callback as allauths_callback
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lms.access import anyone

from .oidc import refuse

logger = logging.getLogger(__name__)
LANGUAGE_KEY = "oidc_language"


@anyone
@never_cache
@require_GET
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider, and remember where the person wanted to go and in which language."""
    _known_or_404(provider_id)
    language = request.GET.get("language", "")
    request.session[LANGUAGE_KEY] = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return _guarded(request, lambda: _redirected(request, provider_id))


@anyone
@never_cache
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the provider answers; whatever that is, the person gets a page."""
    _known_or_404(provider_id)
    return _guarded(request, lambda: allauths_callback(request, provider_id))


def _redirected(request: HttpRequest, provider_id: str) -> HttpResponse:
    provider = get_adapter(request).get_provider(request, provider_id)
    answer: HttpResponse = provider.redirect(
        request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
    )
    return answer


def _guarded(request: HttpRequest, go: Callable[[], Any]) -> HttpResponse:
    """Answer in the language of the sign-in page, also when the provider is out of reach or talks nonsense."""
    with override(request.session.get(LANGUAGE_KEY, settings.LANGUAGE_CODE)):
        try:
            try:
                answer: HttpResponse = go()
            except ImmediateHttpResponse:
                raise
            except Exception:  # an answer from outside can break in any way
                logger.exception("The identity provider could not be understood")
                refuse(request, "failed")
        except ImmediateHttpResponse as refused:
            return refused.response
        return answer


def _known_or_404(provider_id: str) -> None:
    if not settings.OIDC_SERVER_URL or provider_id != settings.OIDC_PROVIDER_ID:
        raise Http404
