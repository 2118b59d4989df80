"""Where coordinators close an offering and decide otherwise than the rule; auditors read."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.access import allowed, person_of
from lms.pages.trail import Step

from .closing import close_offering
from .closing_forms import OverrideForm
from .closing_page import closing_page
from .models import Offering, Outcome
from .outcome_words import outcome_sentence
from .overriding import override_outcome, take_back_override
from .permissions import can_read_all, can_run_offerings

form_page = require_http_methods(["GET", "HEAD", "POST"])


@allowed(can_read_all)
@form_page
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Show what would come of everybody, and close; afterwards show what came of them."""
    found = Offering.objects.select_related("funding_line", "closed_by")
    offering = get_object_or_404(found, code=code)
    if request.method == "POST":
        _close(request, offering)
        return redirect("training:close", code)
    context = {
        "offering": offering,
        "page": closing_page(offering, timezone.now()),
        "can_close": can_run_offerings(request.user),
        "crumbs": _trail(offering),
    }
    return render(request, "training/close.html", context)


@allowed(can_run_offerings, otherwise_hidden=True)
@form_page
def override(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask why, then let somebody pass, or not, otherwise than the rule says."""
    outcome = _outcome_or_404(code, pk)
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decided = {"outcome": outcome, "has_passed": not outcome.is_met, "by": person_of(request)}
        try:
            override_outcome(**decided, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Decided: the person reads the reason."))
            return redirect("training:close", code)
    offering = outcome.enrolment.offering
    context = {"outcome": outcome, "offering": offering, "form": form, "sentence": outcome_sentence(outcome)}
    return render(request, "training/outcome.html", context | {"crumbs": _trail(offering, _("Decide otherwise"))})


@allowed(can_run_offerings, otherwise_hidden=True)
@require_POST
def take_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Return to what the rule says."""
    try:
        take_back_override(outcome=_outcome_or_404(code, pk), by=person_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Taken back: what the rule says counts again."))
    return redirect("training:close", code)


def _close(request: HttpRequest, offering: Offering) -> None:
    """Close it; what stands in the way is on the page already."""
    try:
        close_offering(offering=offering.code, by=person_of(request), now=timezone.now())
    except ValidationError:
        messages.error(request, _("It cannot be closed yet: see below what is missing."))
    else:
        messages.success(request, _("Closed: everybody was told what came of it."))


def _outcome_or_404(code: str, pk: int) -> Outcome:
    found = Outcome.objects.select_related("enrolment__offering", "enrolment__person", "overridden_by")
    return get_object_or_404(found, pk=pk, enrolment__offering__code=code)


def _trail(offering: Offering, page: str = "") -> list[Step]:
    above = [
        Step(_("Calendar"), reverse("training:calendar")),
        Step(str(offering.title), reverse("training:offering", args=[offering.code])),
    ]
    here = reverse("training:close", args=[offering.code])
    return [*above, Step(_("Outcomes"), here), Step(page)] if page else [*above, Step(_("Outcomes"))]
