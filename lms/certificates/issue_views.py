"""Where coordinators issue the certificates of an offering, revoke and replace them; auditors read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from lms.access import allowed, person_of
from lms.pages.htmx import is_htmx
from lms.pages.trail import Step
from lms.pdf.words import said
from lms.training.models import Offering

from .again import issue_again
from .asking import ask_to_issue
from .ending import replace_certificate, revoke_certificate
from .forms import IssueForm, ReasonForm
from .issue_page import issue_page
from .models import Certificate, IssueRun
from .permissions import can_issue, can_read_all

form_page = require_http_methods(["GET", "HEAD", "POST"])


@allowed(can_read_all)
@form_page
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Show who can get a certificate and who has one; issue all that are due."""
    offering = get_object_or_404(Offering.objects.select_related("funding_line"), code=code)
    form = IssueForm(request.POST if request.method == "POST" else None, initial={"language": "it"})
    if request.method == "POST" and _ask(request, offering, form):
        return redirect("certificates:issue", code)
    page = issue_page(offering, timezone.now())
    context = {"page": page, "offering": offering, "form": form, "can_issue": can_issue(request.user)}
    return render(request, "certificates/issue.html", context | {"crumbs": _trail(offering)})


@allowed(can_read_all)
@require_safe
def progress(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show how far a round is; its page asks again every second, and is loaded anew when the round has ended."""
    run = get_object_or_404(IssueRun.objects.select_related("offering"), pk=pk, offering__code=code)
    if not is_htmx(request):
        return redirect("certificates:issue", code)
    if run.ended_at is not None:
        return HttpResponseClientRefresh()
    return render(request, "certificates/_progress.html", {"run": run})


@allowed(can_issue, otherwise_hidden=True)
@form_page
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask why, then revoke."""
    done = _("Revoked: whoever verifies it reads so.")
    return _end(request, key, "certificates/revoke.html", revoke_certificate, done)


@allowed(can_issue, otherwise_hidden=True)
@form_page
def replace(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask why, then issue another from what is true today."""

    def act(**how: Any) -> Certificate:
        return replace_certificate(**how, is_demonstration=_is_demonstration(request))

    return _end(request, key, "certificates/replace.html", act, _("Replaced: the new one is in the list."))


@allowed(can_issue, otherwise_hidden=True)
@require_POST
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Issue another one to somebody whose certificate was revoked."""
    certificate = get_object_or_404(Certificate.objects.for_lists(), key=key)
    how = {"by": person_of(request), "now": timezone.now(), "is_demonstration": _is_demonstration(request)}
    try:
        issue_again(certificate=certificate, **how)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Issued again: the new one is in the list, with a number of its own."))
    return redirect("certificates:issue", certificate.enrolment.offering.code)


def _ask(request: HttpRequest, offering: Offering, form: IssueForm) -> bool:
    if not form.is_valid():
        return False
    try:
        ask_to_issue(
            offering=offering,
            by=person_of(request),
            now=timezone.now(),
            is_demonstration=_is_demonstration(request),
            **form.cleaned_data,
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _end(request: HttpRequest, key: UUID, template: str, act: Callable[..., Certificate], done: str) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.for_lists(), key=key)
    offering = certificate.enrolment.offering
    if certificate.status != Certificate.Status.VALID:
        messages.info(request, _("This certificate is not valid any more: nothing can be changed about it."))
        return redirect("certificates:issue", offering.code)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act(certificate=certificate, by=person_of(request), now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, done)
            return redirect("certificates:issue", offering.code)
    context = {"certificate": certificate, "offering": offering, "form": form}
    return render(request, template, context | {"crumbs": _trail(offering, certificate.number)})


def _trail(offering: Offering, page: str = "") -> list[Step]:
    above = [
        Step(_("Calendar"), reverse("training:calendar")),
        Step(str(offering.title), reverse("training:offering", args=[offering.code])),
    ]
    here = reverse("certificates:issue", args=[offering.code])
    return [*above, Step(_("Certificates"), here), Step(page)] if page else [*above, Step(_("Certificates"))]


def _is_demonstration(request: HttpRequest) -> bool:
    """Say whether nothing here is real: the certificate says so then."""
    return bool(said("components/demonstration_words.html", request))
