"""Who hears of a change: those whose seat is confirmed and the instructors concerned, one message each per action."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post_to_many
from lms.people.models import User

from .models import Change, Enrolment, Offering, TrainingSession
from .session_facts import Difference

Kind = Change.Kind


def tell_changed(
    kind: str,
    session: TrainingSession,
    *,
    people: Iterable[int],
    by: User,
    now: datetime,
    found: Sequence[Difference] = (),
    reason: str = "",
) -> None:
    """Tell of one session; `people` are the instructors concerned. Rooms and links are for confirmed people only."""
    offering = session.offering
    if not offering.is_open:
        return
    coming = confirmed_people(offering)
    by_kind = {one.kind: one for one in found}
    context = {
        "offering": offering,
        "session": session,
        "by": by,
        "reason": reason.strip(),
        "is_moved": Kind.TIME in by_kind,
        "is_elsewhere": Kind.PLACE in by_kind,
        "is_renamed": Kind.TITLE in by_kind or Kind.HOURS in by_kind,
        "has_other_instructors": Kind.INSTRUCTORS in by_kind,
        "before": _before(by_kind.get(Kind.TIME)),
        "instructors": [str(person) for person in session.instructors.all()],
    }
    _tell(kind, offering, coming, people, context, now)


def tell_renamed(offering: Offering, titles: dict[str, Any], *, by: User, now: datetime) -> None:
    """Tell everybody who comes, and everybody who teaches a session still planned, what it is called now."""
    teaching = offering.sessions.planned().filter(instructors__isnull=False).values_list("instructors", flat=True)
    context = {"offering": offering, "by": by, "before": titles}
    _tell("offering_changed", offering, confirmed_people(offering), set(teaching), context, now)


def tell_elsewhere(offering: Offering, place: str, people: Iterable[int], *, by: User, now: datetime) -> None:
    """Tell everybody who comes, and the instructors concerned, where it is now; `place` is where it was."""
    context = {"offering": offering, "by": by, "before": place}
    _tell("offering_moved", offering, confirmed_people(offering), people, context, now)


def tell_instructors_cancelled(offering: Offering, people: Iterable[int], *, by: User, now: datetime) -> None:
    """Tell the instructors that an offering does not take place; whoever was on the way through it is told apart."""
    context = {"offering": offering, "by": by, "reason": offering.cancelled_reason}
    _tell("offering_cancelled", offering, set(), people, context, now)


def confirmed_people(offering: Offering) -> set[int]:
    """Return the keys of those whose seat is confirmed."""
    rows = Enrolment.objects.filter(offering=offering.pk, status=Enrolment.Status.CONFIRMED)
    return set(rows.values_list("person", flat=True))


def _tell(
    kind: str, offering: Offering, coming: set[int], people: Iterable[int], context: dict[str, Any], now: datetime
) -> None:
    link = reverse("training:offering", args=[offering.code])

    def notice_for(person: User) -> Notice:
        own = context | {"shows_room": person.pk in coming}
        return Notice(topic=Topic.TRAINING, kind=kind, context=own, link=link)

    concerned = User.objects.filter(pk__in={*coming, *people}).order_by("pk")
    post_to_many(recipients=list(concerned), notice_for=notice_for, now=now)


def _before(moved: Difference | None) -> dict[str, Any]:
    """Return the times that no longer hold, as moments."""
    if moved is None:
        return {}
    return {
        "starts_at": datetime.fromisoformat(moved.before["starts_at"]),
        "ends_at": datetime.fromisoformat(moved.before["ends_at"]),
        "time_zone": moved.before["time_zone"],
    }
