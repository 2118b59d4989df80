"""Places that became free go to the right ones in reserve: always through `fill_places`, under the lock of the call."""

from datetime import datetime, timedelta

from .models import Application, Call, Place, RankedApplication
from .models.results import HOLDING
from .notices import tell_applicants
from .ranking import Result, moving_up
from .standing import frozen_order, limits_of


def offer(application: Application, call: Call, now: datetime, *, moved_up: bool) -> Place:
    """Return a place offered for as long as the call says, unsaved."""
    until = now + timedelta(hours=call.answer_hours)
    return Place(application=application, moved_up=moved_up, offered_at=now, expires_at=until)


def fill_places(call: Call, now: datetime) -> list[Place]:
    """Offer what is free to the next in reserve whom the limits per cluster allow; nothing before the decision."""
    if call.status != Call.Status.DECIDED:
        return []
    listed = [Result.SELECTED.value, Result.RESERVE.value]
    rows = RankedApplication.objects.filter(call=call, result__in=listed)
    ranked = list(rows.select_related("application__person", "application__place").order_by("position"))
    gone, holding = set(), set()
    for row in ranked:
        place = getattr(row.application, "place", None)
        if place and place.status in HOLDING:
            holding.add(str(row.application_id))
        elif place or not _can_have_one(row.application):
            gone.add(str(row.application_id))
    keys = moving_up(frozen_order(ranked), limits_of(call), gone, holding)
    by_key = {str(row.application_id): row.application for row in ranked}
    places = [offer(by_key[key], call, now, moved_up=True) for key in keys]
    Place.objects.bulk_create(places)
    tell_applicants([(place.application, "moved_up", {"place": place}) for place in places], call, now)
    return places


def _can_have_one(application: Application) -> bool:
    """Say whether somebody still wants a place and has an account to accept it with."""
    return application.status == Application.Status.SUBMITTED and application.person.is_active
