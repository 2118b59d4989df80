"""The one write about ratings: rows are only ever added, so that progress is seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from lms.people.models import User

from .beneficiaries import hold
from .models import CompetenceRating
from .permissions import can_rate

Kind = CompetenceRating.Kind


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody says of one competence; without a level, nothing."""

    level: int | None
    note: str = ""


@transaction.atomic
def rate_competences(
    *, person: User, judgements: Mapping[int, Judgement], by: User, now: datetime
) -> list[CompetenceRating]:
    """Add a rating for every competence, by its key, that is judged otherwise than at last; return the new ones.

    What is said again word by word is no new rating, so a second click adds nothing. The log keeps that somebody
    rated, never the levels: only those who may see ratings read them.
    """
    if not can_rate(by, person):
        raise PermissionDenied
    hold(person)
    kind = Kind.SELF if by == person else Kind.SUPERVISOR
    before = latest_judgements(person, kind)
    ratings = [
        _rating(person, competence, kind, judged, by=by, now=now)
        for competence, judged in judgements.items()
        if judged.level is not None and judged != before.get(competence)
    ]
    if ratings:
        CompetenceRating.objects.bulk_create(ratings)
        log(instance=person, action="needs.rate", user=by, data={"kind": kind, "competences": len(ratings)})
    return ratings


def latest_judgements(person: User, kind: str) -> dict[int, Judgement]:
    """Return what was said last of each competence."""
    ratings = CompetenceRating.objects.filter(person=person, kind=kind).order_by("rated_at", "pk")
    return {rating.competence_id: Judgement(rating.level, rating.note) for rating in ratings}


def _rating(
    person: User, competence: int, kind: str, judged: Judgement, *, by: User, now: datetime
) -> CompetenceRating:
    rating = CompetenceRating(person=person, competence_id=competence, kind=kind, rated_by=by, rated_at=now)
    rating.level, rating.note = judged.level or 0, judged.note
    rating.clean_fields(exclude=["person", "competence", "rated_by"])
    return rating
