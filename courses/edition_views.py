"""Where coordinators make an edition of a course: choose the course, say the rest, look at the sessions, create."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import allowed, person_of
from lms.pages.trail import Step
from lms.training.permissions import can_run_offerings
from lms.training.session_views import attempt

from .demand_page import DemandPage, demand_page
from .edition_actions import copy_edition, create_edition
from .edition_defaults import defaults_for, module_words
from .edition_forms import CopyForm, EditionForm
from .edition_list import STATES, course_choices, editions_page
from .edition_proposal import Proposal
from .edition_words import proposed_code
from .models import Course, Edition, Module

COPY_WEEKS = 26


@allowed(can_run_offerings)
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Show the editions by where they stand: drafts, open ones, running ones, those to close, closed ones."""
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else ""
    page = editions_page(state, request.GET.get("page", "1"), timezone.now())
    return render(request, "courses/editions.html", {"page": page, "breadcrumb": [Step(_("Editions of courses"))]})


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_new(request: HttpRequest) -> HttpResponse:
    """Choose a course; then say what the edition is; then look at its sessions and create it."""
    code = request.POST.get("course") or request.GET.get("course") or ""
    page = demand_page()
    if not code:
        context = {"courses": course_choices(page), "breadcrumb": _trail(_("New edition"))}
        return render(request, "courses/edition_course.html", context)
    course = get_object_or_404(Course, code=code[:20].replace("\x00", ""))
    modules = list(Module.objects.offered().filter(course=course).order_by("code"))
    form = _form(request, course, modules, page)
    if request.method != "POST" or not form.is_valid() or request.POST.get("step") == "back":
        return _ask(request, course, modules, form)
    return _propose(request, course, form, page)


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Ask from when the copy is held, and make it."""
    edition = get_object_or_404(Edition.objects.select_related("offering__funding_line", "course"), offering__code=code)
    first = timezone.localdate() + timedelta(weeks=COPY_WEEKS)
    form = CopyForm(request.POST or None, initial={"first_day": first, "code": proposed_code(edition.course, first)})
    made: list[str] = []

    def act() -> None:
        offering = copy_edition(edition=edition, by=person_of(request), now=timezone.now(), **form.cleaned_data)
        made.append(offering.code)

    if attempt(form, act):
        messages.success(request, _("The copy is a draft: look at its sessions, then publish it."))
        return redirect("training:sessions", made[0])
    context = {"edition": edition, "form": form, "breadcrumb": _trail(_("Copy"))}
    return render(request, "courses/edition_copy.html", context)


def _form(request: HttpRequest, course: Course, modules: list[Module], page: DemandPage) -> EditionForm:
    today, words = timezone.localdate(), module_words(modules, page)
    if request.method == "POST":
        return EditionForm(request.POST, course=course, today=today, words=words)
    asked = [module for module in modules if module.code in request.GET.getlist("module")]
    initial = defaults_for(course, asked or modules, today)
    return EditionForm(initial=initial, course=course, today=today, words=words)


def _ask(request: HttpRequest, course: Course, modules: list[Module], form: EditionForm) -> HttpResponse:
    context = {"course": course, "modules": modules, "form": form, "breadcrumb": _trail(_("New edition"))}
    return render(request, "courses/edition_new.html", context)


def _propose(request: HttpRequest, course: Course, form: EditionForm, page: DemandPage) -> HttpResponse:
    """Show the sessions; create when that is asked and nothing stands in the way."""
    titles = {row.module.pk: f"{row.module.code} {row.title}" for row in page.rows}
    step = request.POST.get("step", "")
    proposal = Proposal(course, form, titles, sent=request.POST if step in ("update", "draft", "publish") else None)
    refused: list[str] = []
    if step == "update":
        proposal.counted_again()
    if step in ("draft", "publish") and proposal.rows.is_valid():
        try:
            made = create_edition(
                facts=proposal.facts,
                sessions=proposal.sessions,
                by=person_of(request),
                now=timezone.now(),
                publish=step == "publish",
                confirmed=request.POST.get("confirmed") == "yes",
            )
        except ValidationError as error:
            refused = error.messages
        else:
            _say(request, step)
            return redirect("training:sessions", made.code)
    context: dict[str, Any] = {"course": course, "form": form, "proposal": proposal, "refused": refused}
    context["breadcrumb"] = _trail(_("New edition"))
    return render(request, "courses/edition_sessions.html", context)


def _say(request: HttpRequest, step: str) -> None:
    if step == "publish":
        messages.success(request, _("The edition is published: everybody finds it in the calendar."))
    else:
        messages.success(request, _("The edition is a draft: nobody but coordinators sees it."))


def _trail(page: str) -> list[Step]:
    return [Step(_("Editions of courses"), reverse("courses:editions")), Step(page)]
