"""The list of officials: how far each has come with ratings and needs; the levels themselves are not on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from lms.people.models import Role, RoleGrant, User
from lms.people.permissions import is_coordinator

from .addresses import officials
from .models import CompetenceRating, Supervision, TrainingNeed

Kind = CompetenceRating.Kind


@dataclass(frozen=True)
class OfficialRow:
    """One official; `rated` counts competences and says when the last one was rated, by kind."""

    person: User
    is_in_office: bool
    supervisors: list[User]
    rated: dict[str, tuple[int, datetime]]
    needs: int

    @property
    def by_self(self) -> tuple[int, datetime] | None:
        """What the official rated."""
        return self.rated.get(Kind.SELF)

    @property
    def by_supervisor(self) -> tuple[int, datetime] | None:
        """What a supervisor rated."""
        return self.rated.get(Kind.SUPERVISOR)


def officials_for(user: Any, on: date) -> "QuerySet[User]":
    """Return all officials for a coordinator; for a supervisor the ones supervised that day, while in office."""
    if is_coordinator(user):
        return officials()
    supervised = Supervision.objects.active(on).filter(supervisor=user.pk).values("person")
    return User.objects.filter(pk__in=supervised).filter(pk__in=_in_office(on).values("user"))


def official_rows(people: Iterable[User], on: date) -> list[OfficialRow]:
    """Read what the list says of these people: four queries, however many they are."""
    people = list(people)
    in_office = set(_in_office(on).filter(user__in=people).values_list("user", flat=True))
    supervisors = _supervisors(people, on)
    rated = _rated(people)
    needs = TrainingNeed.objects.confirmed().filter(person__in=people).order_by().values_list("person")
    counts = dict(needs.annotate(Count("pk")))
    return [
        OfficialRow(
            person=person,
            is_in_office=person.pk in in_office,
            supervisors=supervisors.get(person.pk, []),
            rated=rated.get(person.pk, {}),
            needs=counts.get(person.pk, 0),
        )
        for person in people
    ]


def supervisors_of(person: User, on: date) -> list[User]:
    """Return who supervises an official that day."""
    return _supervisors([person], on).get(person.pk, [])


def _in_office(on: date) -> "QuerySet[RoleGrant]":
    return RoleGrant.objects.active(on).filter(role=Role.REGIONAL_OFFICIAL)


def _supervisors(people: list[User], on: date) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    in_force = Supervision.objects.active(on).filter(person__in=people).select_related("supervisor")
    for supervision in in_force.order_by("valid_from", "pk"):
        found.setdefault(supervision.person_id, []).append(supervision.supervisor)
    return {person: list(dict.fromkeys(supervisors)) for person, supervisors in found.items()}


def _rated(people: list[User]) -> dict[int, dict[str, tuple[int, datetime]]]:
    ratings = CompetenceRating.objects.filter(person__in=people).order_by().values_list("person", "kind")
    found: dict[int, dict[str, tuple[int, datetime]]] = {}
    for person, kind, count, last in ratings.annotate(Count("competence", distinct=True), Max("rated_at")):
        found.setdefault(person, {})[kind] = (count, last)
    return found
