"""Questions about calls, applications and sheets, asked by views and actions alike."""

from typing import Any

from django.db.models import QuerySet

from lms.people.permissions import is_coordinator

from .models import Application, Assessor, Call, Place, RankedApplication
from .ranking import Result


def can_run_calls(user: Any) -> bool:
    """Only coordinators open, change, decide and cancel calls."""
    return is_coordinator(user)


def visible_calls(user: Any) -> "QuerySet[Call]":
    """Return the calls of which this person may know: those that were published; drafts for coordinators."""
    calls = Call.objects.all()
    return calls if is_coordinator(user) else calls.filter(published_at__isnull=False)


def assessor_of(user: Any, call: Call) -> Assessor | None:
    """Return the person as an assessor of the call, or none."""
    return Assessor.objects.filter(call=call, person=user.pk, removed_at=None).first() if user.pk else None


def applies_in(user: Any, call: Call) -> bool:
    """Say whether the person has an application on the way there, or had one that was ranked."""
    return Application.objects.filter(call=call, person=user.pk).exclude(status="withdrawn").exists()


def can_withdraw(application: Application) -> bool:
    """Say whether there is something to withdraw: until a place was declined, lost or given back."""
    if application.status not in (Application.Status.DRAFT, Application.Status.SUBMITTED):
        return False
    if application.call.status != Call.Status.DECIDED:
        return application.call.status != Call.Status.CANCELLED
    place = Place.objects.filter(application=application).first()
    waits = RankedApplication.objects.filter(application=application, result=Result.RESERVE.value).exists()
    return place.holds if place else waits
