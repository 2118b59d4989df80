"""The pages of one's own data."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import signed_in
from lms.pages.trail import Step
from lms.people.consents import decline_consent, give_consent
from lms.people.models import ErasureRequest, User

from . import erasing
from .copying import copy_name, copy_of
from .forms import AnswerForm, UnderstoodForm
from .kept import holdings_of
from .page import my_data, open_request_of


@signed_in
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show what is kept about the reader, and what he or she may do about it."""
    context = my_data(_person(request), request.GET.get("page", "1"), timezone.localdate())
    return render(request, "dashboard/privacy/my_data.html", context | {"breadcrumb": [Step(_("My data"))]})


@signed_in
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Note that the reader has read a notice, agrees to a text, or does not."""
    form, person = AnswerForm(request.POST), _person(request)
    if not form.is_valid():
        messages.error(request, " ".join(_sentences(form)))
        return redirect("dashboard:my_data")
    text = form.cleaned_data["text"]
    act = give_consent if form.cleaned_data["answer"] == "yes" else decline_consent
    if _is_done(request, lambda: act(person=person, text=text, by=person, now=timezone.now())):
        messages.success(request, _("Thank you: your answer is noted."))
    return redirect("dashboard:my_data")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def copy(request: HttpRequest) -> HttpResponse:
    """Offer, then send, everything kept about the reader; whoever finds a browser open has no password for it.

    Two steps, since a file that follows upon a password would leave its form on the screen.
    """
    if request.method == "POST":
        return archive_response(_person(request))
    trail = [Step(_("My data"), reverse("dashboard:my_data")), Step(_("Copy"))]
    return render(request, "dashboard/privacy/copy.html", {"breadcrumb": trail})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def erasure(request: HttpRequest) -> HttpResponse:
    """Say what erasure would do, and take the request."""
    person, now = _person(request), timezone.now()
    form = UnderstoodForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = erasing.request_erasure(person=person, by=person, now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            day = date_format(asked.due_on)
            messages.success(
                request, _("Your data will be erased on %(day)s. Until then you can change your mind.") % {"day": day}
            )
            return redirect("dashboard:my_data")
    context = {
        "form": form,
        "holdings": holdings_of(person, timezone.localdate(now)),
        "request_of_erasure": open_request_of(person),
        "breadcrumb": [Step(_("My data"), reverse("dashboard:my_data")), Step(_("Erasure"))],
    }
    return render(request, "dashboard/privacy/erasure.html", context)


@signed_in
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the own request back."""
    person = _person(request)
    asked = get_object_or_404(ErasureRequest.objects.filter(person=person), pk=pk)
    if _is_done(request, lambda: erasing.take_back_erasure(request=asked, by=person, now=timezone.now())):
        messages.success(request, _("The request is taken back: everything stays as it was."))
    return redirect("dashboard:my_data")


def archive_response(person: User) -> HttpResponse:
    """Return a person's data as a file that no browser opens by itself."""
    now = timezone.now()
    response: Any = StreamingHttpResponse(copy_of(person, now), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{copy_name(now)}"'
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _person(request: HttpRequest) -> Any:
    return request.user


def _is_done(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Act; what the action refuses is said on the next page."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def _sentences(form: AnswerForm) -> list[str]:
    return list(dict.fromkeys(str(error) for errors in form.errors.values() for error in errors))
