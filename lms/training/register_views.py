"""The register of an offering, the roll call of a session, its lines, and the sign-off."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import signed_in
from lms.needs.attempts import attempt, now_by
from lms.pages.trail import Step
from lms.people.permissions import is_coordinator

from .models import AttendanceEntry, Offering, TrainingSession
from .permissions import can_keep_register, can_read_register, can_sign_off
from .register_actions import record_attendance, sign_off
from .register_forms import RollCallForm, SignOffForm
from .register_page import may_open, register_page
from .register_reading import RegisterSheet, sheet_of, sign_off_of
from .register_rules import obstacle, sign_obstacle
from .register_words import reasons, refusal


@signed_in
@require_safe
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sessions with how far the register of each is."""
    offering = readable_offering(request, code)
    context = {
        "page": register_page(offering, request.user, timezone.now()),
        "offering": offering,
        "runs": is_coordinator(request.user),
        "breadcrumb": trail(offering),
    }
    return render(request, "training/register.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def roll_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Take attendance; whoever may only read sees what was written."""
    session, now = readable_session(request, pk), timezone.now()
    sheet = sheet_of(session)
    why_not = _why_not(request, sheet, now)
    if request.method == "POST" and not can_keep_register(request.user, session):
        raise Http404
    form = RollCallForm(
        request.POST if request.method == "POST" else None, sheet=sheet, is_coordinator=is_coordinator(request.user)
    )
    if form.is_valid() and _recorded(request, form):
        return redirect("training:roll_call", pk)
    context = _frame(request, session) | {
        "form": form,
        "sheet": sheet,
        "why_not": why_not,
        "asks_why": form.asks_why(now),
        "reasons": reasons(),
        "may_sign": can_sign_off(request.user, session),
        "signs_now": not sign_obstacle(sheet.held, now, 0),
    }
    return render(request, "training/roll_call.html", context)


@signed_in
@require_safe
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every line of a session in its order, corrections with what they correct and why."""
    session = readable_session(request, pk)
    found = AttendanceEntry.objects.filter(session=session).for_lines()
    return render(request, "training/register_lines.html", _frame(request, session, _("All lines")) | {"lines": found})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a session off with the topics taught, once it is over and everybody is marked."""
    session, now = readable_session(request, pk), timezone.now()
    if not can_sign_off(request.user, session):
        raise Http404
    form = SignOffForm(request.POST if request.method == "POST" else None)
    done = attempt(form, lambda data: sign_off(session=session, **now_by(request), **data))
    if done:
        messages.success(request, _("The session is signed off. Head and length of the register were mailed."))
        return redirect("training:roll_call", pk)
    sheet = sheet_of(session)
    code = sign_obstacle(sheet.held, now, len(sheet.missing))
    context: dict[str, Any] = {"form": form, "sheet": sheet, "why_not": refusal(code, session) if code else ""}
    context |= _counts(sheet)
    return render(request, "training/sign_off.html", _frame(request, session, _("Sign off")) | context)


def readable_offering(request: HttpRequest, code: str) -> Offering:
    """Return the offering, or answer 404 to whoever may not read its register."""
    offering = get_object_or_404(Offering.objects.select_related("funding_line"), code=code)
    if not can_read_register(request.user, offering):
        raise Http404
    return offering


def readable_session(request: HttpRequest, pk: int) -> TrainingSession:
    """Return the session, or answer 404 to whoever may not open its register: other instructors included."""
    found = TrainingSession.objects.select_related("part", "offering__funding_line", "sign_off__by")
    session = get_object_or_404(found.prefetch_related("instructors"), pk=pk)
    if not may_open(request.user, session):
        raise Http404
    return session


def trail(offering: Offering, *steps: Step) -> list[Step]:
    """Return the way from the calendar down to the register, and to pages below it."""
    here = reverse("training:register", args=[offering.code])
    above = [
        Step(_("Calendar"), reverse("training:calendar")),
        Step(str(offering.title), reverse("training:offering", args=[offering.code])),
    ]
    return [*above, Step(_("Register"), here if steps else ""), *steps]


def _recorded(request: HttpRequest, form: RollCallForm) -> bool:
    """Write what the form says; what the action refuses stands beside each row, nothing is lost."""
    session = form.sheet.session
    try:
        written = record_attendance(
            session=session, marks=form.marks(), evidence=form.cleaned_data["evidence"], **now_by(request)
        )
    except ValidationError as error:
        form.refuse(error, sheet_of(session))
        return False
    count = len(written)
    said = ngettext("Saved: %(count)s line written.", "Saved: %(count)s lines written.", count) % {"count": count}
    messages.success(
        request,
        said if written else _("Nothing was written: nobody was marked, or what you marked stands there already."),
    )
    return True


def _why_not(request: HttpRequest, sheet: RegisterSheet, now: datetime) -> str:
    """Return why this person cannot write now; empty when it can be done."""
    user = request.user
    if not can_keep_register(user, sheet.session):
        return _("You may read this register. Its instructors and the coordinators write it.")
    code = obstacle(sheet.held, now, is_coordinator=is_coordinator(user))
    return refusal(code, sheet.session) if code else ""


def _frame(request: HttpRequest, session: TrainingSession, here: str = "") -> dict[str, Any]:
    """Return what the pages of one session share."""
    step = Step(session.title, reverse("training:roll_call", args=[session.pk]) if here else "")
    return {
        "session": session,
        "offering": session.offering,
        "runs": is_coordinator(request.user),
        "signed": sign_off_of(session),
        "breadcrumb": trail(session.offering, step, *([Step(here)] if here else [])),
    }


def _counts(sheet: RegisterSheet) -> dict[str, int]:
    said = [sheet.current(pk) for pk in sheet.participants]
    return {
        "present": sum(one.is_present for one in said if one),
        "absent": sum(not one.is_present for one in said if one),
    }
