"""Where coordinators keep the sessions of an offering."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
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

from .change_words import in_words
from .models import Offering, TrainingSession
from .offering_views import trail
from .permissions import can_run_offerings
from .session_actions import add_session, cancel_session, change_session
from .session_forms import ReasonForm, SessionForm, typed
from .session_page import SessionRow, changes_of, sessions_page


@allowed(can_run_offerings)
@require_safe
def sessions(request: HttpRequest, code: str) -> HttpResponse:
    """Show an offering's facts, sessions and hours, what it lacks, and what was changed."""
    offering = get_object_or_404(Offering.objects.select_related("funding_line"), code=code)
    context = {
        "offering": offering,
        "page": sessions_page(offering, timezone.now()),
        "breadcrumb": trail(offering, Step(_("Dates and sessions"))),
    }
    return render(request, "training/sessions.html", context)


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a session; the form begins a week after the last one, and otherwise as that one."""
    offering = get_object_or_404(Offering, code=code)
    form = _form(request, offering, initial=_after(offering))
    who = person_of(request)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        add_session(offering=offering, facts=form.facts, by=who, now=timezone.now(), reason=reason)

    if attempt(form, act):
        messages.success(request, _("The session was added."))
        return redirect("training:sessions", offering.code)
    context = {"offering": offering, "form": form, "breadcrumb": _trail(offering, _("Add a session"))}
    return render(request, "training/session.html", context)


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session with its changes, and take new ones while it can be changed."""
    found = _session(pk)
    row = SessionRow(found, found.ends_at <= timezone.now())
    form = None if row.is_fixed else _form(request, found.offering, session=found)
    who = person_of(request)

    def act() -> None:
        if form:
            said = {name: form.cleaned_data[name] for name in ("reason", "seen")}
            change_session(session=found, facts=form.facts, by=who, now=timezone.now(), **said)

    if form and attempt(form, act):
        messages.success(request, _("The session was changed."))
        return redirect("training:sessions", found.offering.code)
    context = {
        "offering": found.offering,
        "session": found,
        "row": row,
        "form": form,
        "changes": in_words(changes_of(found.offering, found), found.offering.parts.all()),
        "breadcrumb": _trail(found.offering, row.day),
    }
    return render(request, "training/session.html", context)


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a session is cancelled, and cancel it."""
    found = _session(pk)
    if found.is_cancelled:
        messages.info(request, _("The session was cancelled already: nobody is told again."))
        return redirect("training:sessions", found.offering.code)
    form = ReasonForm(request.POST or None)
    who = person_of(request)

    def act() -> None:
        cancel_session(session=found, reason=form.cleaned_data["reason"], by=who, now=timezone.now())

    if attempt(form, act):
        messages.success(request, _("The session is cancelled."))
        return redirect("training:sessions", found.offering.code)
    row = SessionRow(found, found.ends_at <= timezone.now())
    context = {"offering": found.offering, "session": found, "row": row, "form": form}
    context["breadcrumb"] = _trail(found.offering, _("Cancel the session"))
    return render(request, "training/cancel_session.html", context)


def attempt(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Act on a valid form; what the action refuses becomes a mistake of the form. Say whether it was done."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        _refuse(form, error)
        return False
    return True


def _refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Show a refusal at its field where the form has that field, otherwise above all."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in by_field.items():
        form.add_error(name if name in form.fields else None, sentences)


def _session(pk: int) -> TrainingSession:
    found = TrainingSession.objects.for_sessions_page().select_related("part", "offering")
    return get_object_or_404(found, pk=pk)


def _form(request: HttpRequest, offering: Offering, **more: Any) -> SessionForm:
    return SessionForm(request.POST or None, parts=list(offering.parts.all()), today=timezone.localdate(), **more)


def _after(offering: Offering) -> dict[str, Any]:
    last = offering.sessions.planned().prefetch_related("instructors").last()
    if last is None:
        return {"time_zone": offering.time_zone, "place": offering.place, "mode": TrainingSession.Mode.IN_PERSON}
    said = typed(last)
    return said | {"day": said["day"] + timedelta(days=7), "title_it": "", "title_en": "", "seen": ""}


def _trail(offering: Offering, page: str) -> list[Step]:
    here = reverse("training:sessions", args=[offering.code])
    return trail(offering, Step(_("Dates and sessions"), here), Step(page))
