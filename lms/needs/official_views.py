"""Pages of officials for those who accompany them: the list, one official's needs, ratings, and the form to rate."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import allowed, person_of, signed_in
from lms.people.models import PersonalDataRead, Role, User
from lms.people.permissions import is_coordinator
from lms.people.reads import log_read

from .addresses import address_of, officials
from .models import Competence, CompetenceRating, Mastery, TrainingNeed
from .officials_page import official_rows, officials_for, supervisors_of
from .permissions import can_rate, can_see_needs_of, can_see_officials, can_see_ratings_of, is_own_path
from .rated_competences import on_path, rated_competences, targets_of
from .rating_actions import latest_judgements, rate_competences
from .rating_forms import RateForm

PER_PAGE = 30
Kind = CompetenceRating.Kind
form_page = require_http_methods(["GET", "HEAD", "POST"])


@allowed(can_see_officials)
@require_safe
def officials_list(request: HttpRequest) -> HttpResponse:
    """Show the officials: all of them to coordinators, to a supervisor the own ones."""
    today = timezone.localdate()
    page = Paginator(officials_for(request.user, today), PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {"page": page, "rows": official_rows(page, today), "is_coordinator": is_coordinator(request.user)}
    return render(request, "needs/officials.html", context)


@signed_in
@require_safe
def needs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an official's needs to coordinators; lead everybody else who may see something to where it is."""
    person = get_object_or_404(officials(), pk=pk)
    if is_coordinator(request.user):
        return render(request, "needs/official.html", _official(person))
    if can_see_needs_of(request.user, person):
        return redirect("courses:my_path")
    if can_see_ratings_of(request.user, person):
        return redirect(_ratings_address(person))
    raise Http404


@signed_in
@require_safe
def ratings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how an official is rated, now and before; a reading by somebody else is noted."""
    person = _rated_person_or_404(request, pk)
    rows = on_path(rated_competences(person))
    context = {
        "owner": person,
        "rows": rows,
        "history": sorted(
            (it for row in rows for it in row.ratings), key=lambda it: (it.rated_at, it.pk), reverse=True
        ),
        "is_mine": person == request.user,
        "may_rate": can_rate(request.user, person),
        "is_coordinator": is_coordinator(request.user),
    }
    return render(request, "needs/ratings.html", context)


@signed_in
@form_page
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Rate all competences on one form: the own ones, or those of an official whom one supervises."""
    person = get_object_or_404(officials(), pk=pk)
    if not can_rate(request.user, person):
        raise Http404
    is_mine = is_own_path(request.user, person)
    form = _rate_form(request, person, Kind.SELF if is_mine else Kind.SUPERVISOR)
    if form.is_valid():
        added = rate_competences(person=person, judgements=form.judgements(), by=person_of(request), now=timezone.now())
        _tell_rated(request, len(added))
        return redirect("courses:my_path" if is_mine else _ratings_address(person))
    _note_reading(request, person)
    return render(request, "needs/rate.html", {"owner": person, "form": form, "is_mine": is_mine, "scale": Mastery})


def _official(person: User) -> dict[str, Any]:
    needs = list(TrainingNeed.objects.filter(person=person).for_page())
    return {
        "owner": person,
        "counting": [need for need in needs if need.status == TrainingNeed.Status.CONFIRMED],
        "left_out": [need for need in needs if need.status == TrainingNeed.Status.DROPPED],
        "supervisors": supervisors_of(person, timezone.localdate()),
        "is_in_office": person.holds(Role.REGIONAL_OFFICIAL),
    }


def _rated_person_or_404(request: HttpRequest, pk: int) -> User:
    """Return the official whose ratings this person may read, and note that they are read."""
    person = get_object_or_404(officials(), pk=pk)
    if not can_see_ratings_of(request.user, person):
        raise Http404
    _note_reading(request, person)
    return person


def _note_reading(request: HttpRequest, person: User) -> None:
    reader: Any = request.user
    log_read(person=person, reader=reader, field=PersonalDataRead.Field.RATINGS, now=timezone.now())


def _rate_form(request: HttpRequest, person: User, kind: str) -> RateForm:
    return RateForm(
        request.POST or None,
        competences=sorted(Competence.objects.all(), key=str),
        targets=targets_of(person),
        before=latest_judgements(person, kind),
    )


def _tell_rated(request: HttpRequest, count: int) -> None:
    if count:
        said = ngettext("%(n)s competence rated.", "%(n)s competences rated.", count) % {"n": count}
        messages.success(request, said)
    else:
        messages.info(request, _("Nothing was rated otherwise than before, so nothing was added."))


def _ratings_address(person: User) -> str:
    return address_of(person, "needs:ratings")
