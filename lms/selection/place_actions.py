"""Every write about places: decided, accepted, declined, run out, taken back; what is free goes to the reserve."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .held import hold_application, hold_call, only_coordinators, required
from .models import Application, Call, Place, RankedApplication
from .notices import tell_applicant, tell_applicants
from .places import fill_places, offer
from .ranking import Chosen, Result
from .standing import chosen_now

Status = Place.Status
LETTERS = {Result.SELECTED: "selected", Result.RESERVE: "reserve"}


@transaction.atomic
def decide(*, call: Call, by: User, now: datetime) -> Call:
    """Freeze the ranking, offer the places, and write to everybody who was ranked."""
    only_coordinators(by)
    held = hold_call(call.pk, Call.Status.SCORED, Call.Status.DECIDED)
    if held.status == Call.Status.DECIDED:
        return held
    chosen = chosen_now(held, now)
    applications = Application.objects.select_related("person").in_bulk(list(chosen))
    RankedApplication.objects.bulk_create([_row(held, pk, one) for pk, one in chosen.items()])
    held.status, held.decided_at, held.decided_by = Call.Status.DECIDED, now, by
    held.save()
    places = {
        pk: offer(applications[pk], held, now, moved_up=False)
        for pk, one in chosen.items()
        if one.result == Result.SELECTED
    }
    Place.objects.bulk_create(places.values())
    log(instance=held, action="selection.decide", user=by)
    letters = [
        (applications[pk], LETTERS.get(one.result, "not_selected"), _letter(one, places.get(pk)))
        for pk, one in chosen.items()
    ]
    tell_applicants(letters, held, now)
    return held


def _row(call: Call, application: int, one: Chosen) -> RankedApplication:
    score = one.ranked.candidate.score
    return RankedApplication(
        call=call,
        application_id=application,
        position=one.ranked.position,
        score_numerator=score.numerator,
        score_denominator=score.denominator,
        result=one.result.value,
        tie=one.ranked.tie,
        limit=one.limit.value,
        reserve_number=one.reserve,
    )


def _letter(one: Chosen, place: Place | None) -> dict[str, Any]:
    return {"chosen": one, "score": one.ranked.candidate.score, "place": place}


@transaction.atomic
def accept_place(*, application: Application, by: User, now: datetime) -> Place:
    """Accept the own place while it is offered."""
    found, place = _own_place(application, by)
    if place.status != Status.OFFERED:
        return place
    if place.expires_at < now:
        raise ValidationError(_("The time to accept has passed: the place goes to the next in reserve."))
    _answer(place, Status.ACCEPTED, by, now)
    log(instance=found, action="selection.accept", user=by)
    return place


@transaction.atomic
def decline_place(*, application: Application, by: User, now: datetime) -> Place:
    """Decline the own place: the next in reserve gets it."""
    found, place = _own_place(application, by)
    if place.status != Status.OFFERED:
        return place
    _answer(place, Status.DECLINED, by, now)
    log(instance=found, action="selection.decline", user=by)
    fill_places(found.call, now)
    return place


@transaction.atomic
def remove_place(*, application: Application, reason: str, by: User, now: datetime) -> Place:
    """Take a place back, with the reason that the person reads: the next in reserve gets it."""
    only_coordinators(by)
    found = hold_application(application, Call.Status.DECIDED)
    place = _place(found)
    if not place.holds:
        return place
    place.reason = required(reason, _("Say why the place is taken back: the person reads it."))
    _answer(place, Status.REMOVED, by, now)
    log(instance=found, action="selection.remove_place", user=by, data={"reason": place.reason})
    tell_applicant("removed", found, now, place=place)
    fill_places(found.call, now)
    return place


def expire_places(*, now: datetime) -> int:
    """End the offers that nobody answered in time, call by call; return how many ended. A second call finds none."""
    due = Place.objects.filter(status=Status.OFFERED, expires_at__lt=now)
    return sum(_expire_in(call, now) for call in sorted(set(due.values_list("application__call", flat=True))))


@transaction.atomic
def _expire_in(call: int, now: datetime) -> int:
    held = hold_call(call)
    due = Place.objects.filter(application__call=held, status=Status.OFFERED, expires_at__lt=now)
    places = list(due.select_related("application__person"))
    Place.objects.filter(pk__in=[place.pk for place in places]).update(status=Status.EXPIRED, answered_at=now)
    tell_applicants([(place.application, "expired", {"place": place}) for place in places], held, now)
    fill_places(held, now)
    return len(places)


def _own_place(application: Application, by: User) -> tuple[Application, Place]:
    if by.pk != application.person_id:
        raise PermissionDenied
    found = hold_application(application, Call.Status.DECIDED)
    return found, _place(found)


def _place(application: Application) -> Place:
    place = Place.objects.filter(application=application).first()
    if place is None:
        raise ValidationError(_("No place is offered here."), code="no_place")
    return place


def _answer(place: Place, status: str, by: User, now: datetime) -> None:
    place.status, place.answered_at, place.answered_by = status, now, by
    place.save()
