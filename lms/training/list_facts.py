"""Loads what a list of people to enrol is judged by: six queries, whatever its length."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.db.models.functions import Lower
from django.utils import timezone

from lms.clusters.models import Cluster
from lms.people.list_facts import facts_for as people_facts_for
from lms.people.list_values import Held, KnownPerson
from lms.people.models import Role, User

from .entering import MEANT, teachers_among
from .list_values import Facts, Known
from .models import Enrolment, Offering


def people_by_email(emails: Collection[str]) -> dict[str, User]:
    """Return the people with these addresses, which are in lower case."""
    found = User.objects.annotate(lowered=Lower("email")).filter(lowered__in=emails)
    return {person.email.lower(): person for person in found}


def load_roles(people: Collection[User], today: date) -> None:
    """Read the roles that these people hold today: two queries, instead of one for each of them."""
    prefetch_related_objects(list(people), "role_grants__cluster")
    for person in people:
        person.active_grants = [grant for grant in person.role_grants.all() if grant.is_active(today)]


def clusters_by_code(codes: Collection[str]) -> dict[str, Cluster]:
    """Return the clusters with these codes."""
    return {one.code: one for one in Cluster.objects.filter(code__in=codes)}


def facts_for(
    offering: Offering, people: Mapping[str, User], enrolments: Mapping[int, Enrolment], now: datetime
) -> Facts:
    """Return what is known of these people; `enrolments` are theirs in the offering, by person."""
    known = people_facts_for(people.keys(), timezone.localdate(now))
    teaching = teachers_among(offering, [person.pk for person in people.values()])
    codes = dict(Cluster.objects.values_list("pk", "code"))
    found = {}
    for email, person in people.items():
        own = enrolments.get(person.pk)
        has_asked = own is not None and own.status == Enrolment.Status.APPLIED
        found[email] = Known(
            key=person.pk,
            name=str(person),
            is_active=person.is_active,
            clusters=_managed(known.people[email], known.today),
            teaches=person.pk in teaching,
            status=own.status if own else None,
            is_meant=not _roles(known.people[email], known.today).isdisjoint(MEANT[offering.audience]),
            asked_for=codes.get(own.cluster_id or 0, "") if own and has_asked else "",
        )
    return Facts(people=found, clusters=known.clusters, is_address=known.is_address)


def _managed(person: KnownPerson, today: date) -> tuple[str, ...]:
    """Return the codes of the clusters that somebody manages today."""
    held = (one for one in _held(person, today) if one.role == Role.CLUSTER_MANAGER and one.cluster)
    return tuple(sorted({one.cluster for one in held}))


def _roles(person: KnownPerson, today: date) -> set[str]:
    return {one.role for one in _held(person, today)}


def _held(person: KnownPerson, today: date) -> list[Held]:
    return [one for one in person.held if one.start <= today and (one.end is None or one.end >= today)]
