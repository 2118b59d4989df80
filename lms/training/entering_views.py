"""Coordinators enter somebody by name."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.access import allowed, person_of
from lms.clusters.models import Cluster
from lms.people.models import User

from .enrolment_actions import enrol
from .entering_page import candidates
from .models import Offering
from .people_forms import EnterForm, SearchForm, keys_in
from .people_views import people_trail, said
from .permissions import can_run_offerings


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Look for a person, and enter him or her: approved at once, with a seat when one is free."""
    offering = get_object_or_404(Offering, code=code)
    if request.method == "POST":
        return _entered(request, offering)
    form = SearchForm(request.GET)
    found, more = candidates(offering, form.words, timezone.localdate())
    context = {"offering": offering, "form": form, "found": found, "more": more}
    return render(
        request, "training/people_enter.html", context | {"breadcrumb": people_trail(offering, _("Enter by name"))}
    )


def _entered(request: HttpRequest, offering: Offering) -> HttpResponse:
    back = f"{reverse('training:enter', args=[offering.code])}?{urlencode({'q': request.POST.get('q', '')[:100]})}"
    form = EnterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This could not be read: choose the person again, and keep the reason short."))
        return redirect(back)
    person = get_object_or_404(User, pk=next(iter(keys_in([form.cleaned_data["person"]])), 0))
    try:
        cluster = _cluster(form.cleaned_data["cluster"])
        reason = form.cleaned_data["reason"]
        entered = enrol(
            offering=offering.code,
            person=person,
            cluster=cluster,
            by=person_of(request),
            now=timezone.now(),
            reason=reason,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)
    messages.success(request, said(entered))
    return redirect("training:people", code=offering.code)


def _cluster(chosen: str) -> Cluster | None:
    """Return the cluster for which the person comes, or none for whoever manages none."""
    found = Cluster.objects.filter(pk__in=keys_in([chosen])).first() if chosen else None
    if chosen and found is None:
        raise ValidationError(_("This cluster is not here any more: choose again."))
    return found
