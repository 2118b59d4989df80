"""Editions of the demonstration with modules, sessions and seats, as `demo/offerings.toml` says; nobody in them yet."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from courses.models import Course, Edition, EditionModule, Module
from lms.clusters.models import Cluster, FundingLine
from lms.people.models import User
from lms.training.models import Offering, OfferingPart, SeatAllotment, SessionInstructor, TrainingSession
from lms.training.session_dates import refresh_dates

from .files import read

ROME = ZoneInfo("Europe/Rome")
COORDINATOR = "coordinator@clus3.example"
ANNOUNCED_BEFORE = timedelta(days=60)
SATURDAY = 5
Row = dict[str, Any]


def rows_of(*states: str) -> list[Row]:
    """Return the editions in these states."""
    return [row for row in read("offerings")["edition"] if row["state"] in states]


def make_edition(row: Row) -> Offering:
    """Create an edition with its modules, sessions and seats; announced two months before it begins, but for drafts."""
    course = Course.objects.get(code=row["course"])
    announced_at = min(moment(first_day(row), "10:00") - ANNOUNCED_BEFORE, timezone.now() - timedelta(days=21))
    is_draft = row["state"] == "draft"
    offering = Offering.objects.create(
        code=row["code"],
        **_titles(course),
        **{name: row[name] for name in ("summary_it", "summary_en", "audience", "taught_in", "place")},
        needs_approval=row["needs_approval"],
        queue_order=row["queue_order"],
        funding_line=FundingLine.objects.get(code="clus3-example"),
        status=Offering.Status.DRAFT if is_draft else Offering.Status.PUBLISHED,
        published_at=None if is_draft else announced_at,
        created_at=announced_at,
        created_by=coordinator(),
        apply_until=moment(first_day(row) - timedelta(days=7), "18:00"),
        withdraw_until=moment(first_day(row) - timedelta(days=3), "18:00"),
    )
    _add_seats(offering, row)
    _add_sessions(offering, row, _add_parts(offering, row, course), announced_at)
    refresh_dates(offering)
    return offering


def first_day(row: Row) -> date:
    """Return the day of the first session."""
    return day_of(row, 0)


def day_of(row: Row, after: int) -> date:
    """Return the day so many days after the first one; counted from today, it is a day on which people work.

    What would fall on a weekend is on the Friday before when it is over, and on the Monday after when it is to come.
    """
    if "first_day" in row:
        return row["first_day"] + timedelta(days=after)
    days = row["in_days"] + after
    day = timezone.localdate() + timedelta(days=days)
    if day.weekday() < SATURDAY:
        return day
    return day - timedelta(days=day.weekday() - SATURDAY + 1) if days < 0 else day + timedelta(days=7 - day.weekday())


def moment(day: date, clock: str) -> datetime:
    """Return a time of the day in Italy."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ROME)


def coordinator() -> User:
    """Return who runs the demonstration."""
    return User.objects.get(email=COORDINATOR)


def _titles(thing: Any) -> Row:
    """Return the titles of the pages of a course or a module, in both languages."""
    pages = thing.pages.select_related("locale")
    return {f"title_{page.locale.language_code}": page.title for page in pages}


def _add_seats(offering: Offering, row: Row) -> None:
    SeatAllotment.objects.create(offering=offering, seats=row["seats"])
    for kept in row.get("kept", []):
        until = timezone.localdate() + timedelta(days=kept["in_days"])
        cluster = Cluster.objects.get(code=kept["cluster"])
        SeatAllotment.objects.create(offering=offering, cluster=cluster, seats=kept["seats"], reserved_until=until)


def _add_parts(offering: Offering, row: Row, course: Course) -> dict[str, OfferingPart]:
    edition = Edition.objects.create(offering=offering, course=course)
    parts = {}
    for position, code in enumerate(row["modules"], start=1):
        module = Module.objects.get(code=code)
        part = OfferingPart.objects.create(
            offering=offering, position=position, code=code, minutes=module.duration_minutes, **_titles(module)
        )
        EditionModule.objects.create(edition=edition, module=module, part=part)
        parts[code] = part
    return parts


def _add_sessions(offering: Offering, row: Row, parts: dict[str, OfferingPart], now: datetime) -> None:
    mode = TrainingSession.Mode.ONLINE if row.get("link") else TrainingSession.Mode.IN_PERSON
    for module, days, starts, ends, instructor in row["session"]:
        day = day_of(row, days)
        session = TrainingSession.objects.create(
            offering=offering,
            part=parts[module],
            starts_at=moment(day, starts),
            ends_at=moment(day, ends),
            mode=mode,
            place=row["place"],
            room=row["room"],
            link=row.get("link", ""),
            changed_at=now,
        )
        SessionInstructor.objects.create(session=session, person=User.objects.get(email=instructor))
