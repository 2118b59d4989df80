"""Who hears what of a call: each letter written in the transaction of the fact."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post, post_to_many
from lms.people.models import User

from .models import Application, Assessor, Call


def own_page(call: Call) -> str:
    """Return the page of the reader's own application."""
    return reverse("selection:mine", args=[call.slug])


def notice(kind: str, call: Call, link: str = "", **context: Any) -> Notice:
    """Return a letter about a call."""
    return Notice(
        topic=Topic.SEATS, kind=f"selection_{kind}", context={"call": call, **context}, link=link or own_page(call)
    )


def tell_applicant(kind: str, application: Application, now: datetime, **context: Any) -> None:
    """Write to one applicant."""
    post(to=application.person, notice=notice(kind, application.call, application=application, **context), now=now)


def tell_applicants(kinds: Iterable[tuple[Application, str, dict[str, Any]]], call: Call, now: datetime) -> None:
    """Write to many, each with the own kind of letter; as many queries as for one."""
    letters = {one.person_id: (one, kind, context) for one, kind, context in kinds}

    def notice_for(person: User) -> Notice:
        one, kind, context = letters[person.pk]
        return notice(kind, call, application=one, **context)

    post_to_many(recipients=[one.person for one, _kind, _context in letters.values()], notice_for=notice_for, now=now)


def tell_assessors(assessors: Iterable[Assessor], call: Call, now: datetime) -> None:
    """Tell who assesses that the sheets are wanted."""
    page = reverse("selection:to_score", args=[call.slug])
    people = [one.person for one in assessors]
    post_to_many(recipients=people, notice_for=lambda person: notice("to_score", call, page), now=now)
