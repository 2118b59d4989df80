"""Where anybody verifies a certificate: the facts that stand on it, whether it is valid, and nothing more."""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal.ratelimit import RateLimitUsage, consume
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import anyone
from lms.pages.trail import Step

from .forms import VerifyForm
from .numbers import grouped, read_number
from .verify_page import verified_page
from .verifying import LONGEST_NUMBER, find_certificate, standing_for

# Guessing a code takes longer than the sun burns at this rate; whoever checks a pile of paper is not stopped by it, and
# an office that shares one address is stopped much later.
LIMITS = {"miss": "30/m/ip", "hit": "300/m/ip"}
WAIT = 60  # seconds
View = Callable[..., HttpResponse]


def in_own_words(view: View) -> View:
    """Answer in the language that `?lang=` asks for, otherwise the reader's; kept by nobody, listed by no engine."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        asked = request.GET.get("lang", "")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        return response

    return answer


@anyone
@require_safe
@in_own_words
def form(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and lead to the page of that certificate."""
    typed = VerifyForm(request.GET if "number" in request.GET or "code" in request.GET else None)
    if typed.is_bound and typed.is_valid():
        return redirect("verify:certificate", **typed.cleaned_data)
    return render(request, "certificates/verify.html", {"form": typed, "crumbs": [Step(_("Verify a certificate"))]})


@anyone
@require_safe
@in_own_words
def numbered(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the code of a number that somebody typed into the address without it."""
    typed = VerifyForm(initial={"number": read_number(number)[:LONGEST_NUMBER]})
    return render(request, "certificates/verify.html", {"form": typed, "crumbs": [Step(_("Verify a certificate"))]})


@anyone
@require_safe
@in_own_words
def certificate(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show what the certificate says, and whether it is valid; a wrong code reads as an unknown number does."""
    guess = _count(request, "miss")
    found = find_certificate(number, code) if guess else None
    if guess and found:
        guess.rollback()  # counted first, and taken back: guesses that come at the same moment do not slip through
    if not guess or (found and not _count(request, "hit")):
        return _too_many(request)
    if found is None:
        again = VerifyForm(initial={"number": number[:LONGEST_NUMBER]})
        context = {"form": again, "is_unknown": True, "crumbs": [Step(_("Verify a certificate"))]}
        # Not 404: outside the languages Django would lead that to the same address below one, where nothing is.
        return render(request, "certificates/verify.html", context)
    page = verified_page(found)
    context = {"certificate": found, "page": page, "code": grouped(found.code), "crumbs": [Step(_("Certificate"))]}
    context["standing"] = standing_for(found)
    return render(request, "certificates/verified.html", context)


def _count(request: HttpRequest, what: str) -> RateLimitUsage | None:
    """Count a miss or a hit of this address; none when there were too many of them."""
    return consume(request, app="lms.certificates", action=what, config=LIMITS, limit_get=True)


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "certificates/too_many.html", status=429)
    response["Retry-After"] = str(WAIT)
    return response
