"""What the form of a new edition says before anybody types: from the course, its last edition, and good habits."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import ngettext

from lms.clusters.models import FundingLine
from lms.training.models import Offering, TrainingSession

from .demand_page import DemandPage, DemandRow
from .edition_words import course_words, proposed_code
from .models import Course, Edition, Module
from .plan_names import hours_words

WEEKS_AHEAD = 6
TUESDAY = 1
SEATS = 20
LAST_TIME = ("audience", "taught_in", "time_zone", "place", "needs_approval", "offer_hours", "queue_order")


def defaults_for(course: Course, modules: Iterable[Module], today: date) -> dict[str, Any]:
    """Return the initial values of the form: those of the last edition of the course where there was one."""
    first = _first_day(today)
    last = Edition.objects.filter(course=course.pk).select_related("offering").first()
    line = FundingLine.objects.order_by("-valid_from", "code")
    usual = {
        "modules": [module.pk for module in modules],
        "code": proposed_code(course, first),
        "first_day": first,
        "weekdays": [first.weekday()],
        "starts": time(9),
        "ends": time(13),
        "mode": TrainingSession.Mode.IN_PERSON,
        "time_zone": "Europe/Rome",
        "seats": SEATS,
        "audience": _same({module.audience for module in modules}, "both"),
        "taught_in": _language(modules),
        "needs_approval": True,
        "funding_line": next((one.pk for one in line if one.is_in_force(first)), None),
        "apply_days": 7,
        "withdraw_days": 3,
        "queue_order": Offering.QueueOrder.ARRIVAL,
        "offer_hours": 48,
    }
    return usual | course_words(course) | (_as_last_time(last) if last else {})


def module_words(modules: Iterable[Module], page: DemandPage) -> dict[int, str]:
    """Return, by module, its code, title and hours, and how many ask for it."""
    rows = {row.module.pk: row for row in page.rows}
    return {module.pk: _words(module, rows.get(module.pk)) for module in modules}


def _words(module: Module, row: DemandRow | None) -> str:
    title = row.title if row else module.code
    asked = len(row.clusters) + len(row.officials) if row else 0
    words = f"{module.code} {title}, {hours_words(module.duration_minutes)}"
    if not asked:
        return words
    return f"{words} – " + ngettext(
        "%(count)s cluster or official needs it", "%(count)s clusters and officials need it", asked
    ) % {"count": asked}


def _first_day(today: date) -> date:
    """Return a Tuesday some weeks ahead, outside the days around the turn of the year."""
    day = today + timedelta(weeks=WEEKS_AHEAD)
    day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    while (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6):
        day += timedelta(days=7)
    return day


def _same(values: set[str], otherwise: str) -> str:
    return values.pop() if len(values) == 1 else otherwise


def _language(modules: Iterable[Module]) -> str:
    modules = list(modules)
    if all(module.in_italian for module in modules):
        return Offering.TaughtIn.ITALIAN
    return Offering.TaughtIn.ENGLISH if all(module.in_english for module in modules) else Offering.TaughtIn.BOTH


def _as_last_time(last: Edition) -> dict[str, Any]:
    """Return place, room, rules and seats of the last edition."""
    said = {name: getattr(last.offering, name) for name in LAST_TIME}
    session = last.offering.sessions.planned().first()
    if session is not None:
        said |= {"mode": session.mode, "room": session.room, "place": session.place or said["place"]}
    everybody = last.offering.allotments.filter(cluster=None).first()
    return said | ({"seats": everybody.seats} if everybody and everybody.seats else {})
