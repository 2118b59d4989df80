"""Enters the people of a list, all in one transaction, on the path of whoever is entered by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.list_columns import EMAIL
from lms.people.models import User

from .enrolment_actions import only_coordinators
from .entering import enter, refuse_unless_open
from .in_line import in_line
from .list_facts import clusters_by_code, facts_for, load_roles, people_by_email
from .list_rules import judge_list
from .list_values import Entry, Line, What
from .list_words import with_place
from .moves import Moves, Status
from .notices import tell_moved
from .seat_taking import HeldOffering, hold_offering


@dataclass(frozen=True)
class ListDone:
    """How many got a seat, wait in the queue, or were on the list already."""

    seated: int
    waiting: int
    unchanged: int


@in_line()
def enrol_list(*, offering: str, rows: Sequence[Line], by: User, now: datetime) -> ListDone:
    """Enter everybody of these rows in their order, or nobody; `offering` is the code.

    The rows are judged anew under the lock: what a preview said may have changed. Raises ValidationError with each
    problem, by row and column. The same list again changes nothing.
    """
    only_coordinators(by)
    people = people_by_email({line.texts.get(EMAIL, "").lower() for line in rows})
    held = hold_offering(offering, now=now, people=[person.pk for person in people.values()])
    refuse_unless_open(held)
    entries = _judged(held, rows, people)
    persons = {person.pk: person for person in people.values()}
    clusters = clusters_by_code({entry.cluster for entry in entries})
    load_roles(persons.values(), timezone.localdate(now))
    moves = Moves(held, by)
    entered = [
        enter(moves, persons[entry.person], clusters.get(entry.cluster), reason=entry.reason)
        for entry in entries
        if entry.what != What.NOTHING
    ]
    moves.finish()
    tell_moved(moves)
    seated = sum(one.status == Status.CONFIRMED for one in entered)
    return ListDone(seated, len(entered) - seated, len(entries) - len(entered))


def _judged(held: HeldOffering, rows: Sequence[Line], people: dict[str, User]) -> list[Entry]:
    entries, problems = judge_list(rows, facts_for(held.offering, people, held.of_people, held.now))
    if problems:
        raise ValidationError([with_place(problem) for problem in problems], code="problems")
    if not entries:
        raise ValidationError(_("Nobody is on this list: upload the file again."), code="empty")
    return entries
