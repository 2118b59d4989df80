"""Takes a person's name and e-mail out of the words in which the system wrote them down: logs, messages, lists."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry, PageLogEntry

from lms.certificates.models import Certificate
from lms.outbox.models import Message
from lms.people.models import PeopleImport, User
from lms.training.models import Change, Enrolment, EnrolmentEvent, Offering, Outcome, TrainingSession
from lms.triggers import unlocked

from .site_sources import about


@dataclass(frozen=True)
class Place:
    """Columns of a table in which names are written: plain text, and JSON whose texts may hold them."""

    model: type[Model]
    texts: tuple[str, ...] = ()
    json: tuple[str, ...] = ()


PLACES = [
    Place(ModelLogEntry, texts=("label",), json=("data",)),
    Place(PageLogEntry, texts=("label",), json=("data",)),
    Place(Message, texts=("subject", "text", "html")),
    Place(PeopleImport, json=("rows", "problems")),
]
# What people typed into the evidence of training: theirs until nobody asks for the name any more.
TYPED = [
    Place(Enrolment, texts=("note",)),
    Place(EnrolmentEvent, texts=("reason",)),
    Place(Outcome, texts=("override_reason",)),
    Place(Change, texts=("reason",)),
    Place(Offering, texts=("cancelled_reason",)),
    Place(TrainingSession, texts=("cancelled_reason",)),
    Place(Certificate, texts=("ended_reason",)),
]
REASON = "The name of somebody who was erased, in words typed by others"


def words_of(person: User) -> list[str]:
    """Return what says who the person is: the e-mail, and the name unless somebody else has the same one.

    A name of one word may be any word, so it is looked for only where the person is known to be meant.
    """
    names = {f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}"}
    same = User.objects.filter(first_name__iexact=person.first_name, last_name__iexact=person.last_name)
    if not (person.first_name and person.last_name) or same.exclude(pk=person.pk).filter(erased_at=None).exists():
        names = set()
    return [person.email, *sorted(names)]


def scrub(person: User, words: Iterable[str]) -> int:
    """Put "Erased person 12" in place of the words, wherever the system wrote them; return how many rows changed.

    What was noted about the person's own account and roles loses its label whole.
    """
    nobody = _nobody(person)
    own = ModelLogEntry.objects.filter(about(person)).exclude(label=nobody).update(label=nobody)
    return own + _scrub_places(PLACES, words, nobody)


def scrub_typed(person: User, words: Iterable[str]) -> int:
    """Do the same where people typed the name into evidence; only once no funding line asks for it any more."""
    with unlocked(REASON):
        return _scrub_places(TYPED, words, _nobody(person))


def _nobody(person: User) -> str:
    with override(settings.LANGUAGE_CODE):
        return _("Erased person %(number)s") % {"number": person.pk}


def _scrub_places(places: Iterable[Place], words: Iterable[str], nobody: str) -> int:
    words = list(words)
    forms = sorted({*words, *map(escape, words)}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)
    return sum(_scrub_place(place, forms, pattern, nobody) for place in places)


def _scrub_place(place: Place, forms: list[str], pattern: re.Pattern[str], nobody: str) -> int:
    changed = 0
    for row in _suspects(place, forms):
        before = [getattr(row, name) for name in (*place.texts, *place.json)]
        after = [_without(value, pattern, nobody) for value in before]
        if after != before:
            place.model._base_manager.filter(pk=row.pk).update(
                **dict(zip((*place.texts, *place.json), after, strict=True))
            )
            changed += 1
    return changed


def _suspects(place: Place, forms: list[str]) -> "QuerySet[Any]":
    """Return the rows that hold one of the words; JSON is looked at as the text that the database keeps."""
    rows = place.model._base_manager.annotate(**{f"{name}_as_text": Cast(name, TextField()) for name in place.json})
    written = {*forms, *(json.dumps(form)[1:-1] for form in forms)}  # SQLite keeps letters with accents as \u....
    columns = [*place.texts, *(f"{name}_as_text" for name in place.json)]
    return rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns for word in written)))


def _without(value: Any, pattern: re.Pattern[str], nobody: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(nobody, value)
    if isinstance(value, list):
        return [_without(item, pattern, nobody) for item in value]
    if isinstance(value, dict):
        return {key: _without(item, pattern, nobody) for key, item in value.items()}
    return value
