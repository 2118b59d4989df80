"""Where coordinators change what is said of an offering, publish it, cancel it, or throw a draft away."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.access import allowed, person_of
from lms.pages.trail import Step

from .models import Offering
from .offering_actions import CHANGEABLE, cancel_offering, change_offering, delete_draft, publish_offering, why_kept
from .offering_views import trail
from .permissions import can_run_offerings
from .session_forms import OfferingForm, ReasonForm
from .session_page import sessions_page
from .session_views import attempt


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change title, texts, deadlines and rules; the deadlines are typed in the time of the place."""
    offering = get_object_or_404(Offering, code=code)
    said = {name: getattr(offering, name) for name in CHANGEABLE}
    with timezone.override(ZoneInfo(offering.time_zone)):
        form = OfferingForm(request.POST or None, instance=offering)

        def act() -> None:
            facts = {name: form.cleaned_data[name] for name in CHANGEABLE}
            seen = form.cleaned_data["seen"]
            change_offering(offering=offering, facts=facts, by=person_of(request), now=timezone.now(), seen=seen)

        if attempt(form, act):
            messages.success(request, _("The offering was changed."))
            return redirect("training:sessions", code)
        for name, value in said.items():  # the form has put what was typed into the row that the page shows
            setattr(offering, name, value)
        return render(request, "training/edit.html", _context(offering, _("Change it")) | {"form": form})


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is missing or doubtful, and publish."""
    offering = get_object_or_404(Offering.objects.select_related("funding_line"), code=code)
    if offering.status != Offering.Status.DRAFT:
        return redirect("training:sessions", code)
    refused: list[str] = []
    if request.method == "POST":
        confirmed = request.POST.get("confirmed") == "yes"
        try:
            publish_offering(offering=offering, by=person_of(request), now=timezone.now(), confirmed=confirmed)
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(request, _("It is published: everybody finds it in the calendar."))
            return redirect("training:sessions", code)
    page = sessions_page(offering, timezone.now())
    context = _context(offering, _("Publish")) | {"page": page, "refused": refused}
    return render(request, "training/publish.html", context)


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask why an offering is cancelled, and cancel it."""
    offering = get_object_or_404(Offering, code=code)
    if offering.status == Offering.Status.CANCELLED:
        messages.info(request, _("It was cancelled already: nobody is told again."))
        return redirect("training:sessions", code)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        cancel_offering(offering=offering, reason=reason, by=person_of(request), now=timezone.now())

    if attempt(form, act):
        messages.success(request, _("It is cancelled, and everybody concerned is told."))
        return redirect("training:sessions", code)
    context = _context(offering, _("Cancel it")) | {"form": form, "page": sessions_page(offering, timezone.now())}
    return render(request, "training/cancel.html", context)


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more, and throw a draft away; what was published is shown instead."""
    offering = get_object_or_404(Offering, code=code)
    if offering.status != Offering.Status.DRAFT:
        messages.warning(request, why_kept(offering))
        return redirect("training:sessions", code)
    refused: list[str] = []
    if request.method == "POST":
        try:
            delete_draft(offering=offering, by=person_of(request), now=timezone.now())
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(request, _("The draft is gone."))
            return redirect("training:calendar")
    context = _context(offering, _("Delete the draft")) | {"refused": refused}
    return render(request, "training/delete_draft.html", context)


def _context(offering: Offering, page: str) -> dict[str, object]:
    here = reverse("training:sessions", args=[offering.code])
    way = trail(offering, Step(_("Dates and sessions"), here), Step(page))
    return {"offering": offering, "breadcrumb": way}
