"""Coordinators change the seats of an offering; the page first says what will happen."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.access import allowed, person_of
from lms.people.models import User

from .models import Enrolment, Offering
from .people_views import people_trail
from .permissions import can_run_offerings
from .seat_actions import change_seats
from .seats_form import SeatsForm, kept_rows


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, code: str) -> HttpResponse:
    """Show the seats; say what a change would bring about, and change them when it is confirmed."""
    offering = get_object_or_404(Offering, code=code)
    allotments = list(offering.allotments.all())
    sent = request.POST if request.method == "POST" else None
    everybody = sum(one.seats for one in allotments if one.cluster_id is None)
    today = timezone.now().astimezone(ZoneInfo(offering.time_zone)).date()
    form, rows = SeatsForm(sent, initial={"everybody": everybody}), kept_rows(sent, allotments, today)
    context: dict[str, Any] = {"offering": offering, "form": form, "rows": rows}
    if sent is not None and form.is_valid() and rows.is_valid():
        asked = {"offering": code, "everybody": form.cleaned_data["everybody"], "kept": rows.kept}
        try:
            if "confirm" in sent:
                change_seats(**asked, by=person_of(request), now=timezone.now())
                messages.success(request, _("The seats were changed."))
                return redirect("training:people", code=code)
            context |= {"tried": True, "offered": offered_by(**asked, by=person_of(request), now=timezone.now())}
        except ValidationError as error:
            form.add_error("everybody", error.messages)
    return render(
        request, "training/seats.html", context | {"breadcrumb": people_trail(offering, _("Change the seats"))}
    )


def offered_by(
    *, offering: str, everybody: int, kept: Mapping[int, tuple[int, date]], by: User, now: datetime
) -> list[User]:
    """Return who would be offered a seat: the change is made and taken back, so that it cannot say anything else.

    Raises ValidationError as the change itself would.
    """
    with transaction.atomic():
        change_seats(offering=offering, everybody=everybody, kept=kept, by=by, now=now)
        rows = Enrolment.objects.filter(offering__code=offering, status=Enrolment.Status.OFFERED, status_at=now)
        offered = [one.person for one in rows.select_related("person").order_by("queued_at", "pk")]
        transaction.set_rollback(True)
    return offered
