"""Loads what a list of people is judged by: three queries, whatever its length."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import override

from lms.clusters.models import Cluster
from lms.spreadsheets.cells import folded

from .list_values import Facts, Held, KnownPerson
from .models import Role, RoleGrant, User
from .models.grants import OF_A_CLUSTER, OF_NO_CLUSTER

LONGEST_ADDRESS = 254


def facts_for(emails: Collection[str], today: date) -> Facts:
    """Return what is known of these people, in lower case, and of all clusters and roles."""
    return Facts(
        today=today,
        people=_people(emails),
        clusters=_clusters(),
        roles=_roles(),
        of_a_cluster=frozenset(OF_A_CLUSTER),
        of_no_cluster=frozenset(OF_NO_CLUSTER),
        with_an_end=frozenset({Role.AUDITOR}),
        is_address=_is_address,
    )


def _people(emails: Collection[str]) -> dict[str, KnownPerson]:
    lowered = User.objects.annotate(lowered=Lower("email")).filter(lowered__in=emails)
    people = {person.pk: person for person in lowered}
    held: dict[int, list[Held]] = {}
    for grant in RoleGrant.objects.filter(user__in=people).select_related("cluster").order_by("valid_from", "pk"):
        code = grant.cluster.code if grant.cluster else ""
        held.setdefault(grant.user_id, []).append(Held(grant.role, code, grant.valid_from, grant.valid_until))
    return {
        person.email.lower(): KnownPerson(str(person), person.is_active, tuple(held.get(pk, ())))
        for pk, person in people.items()
    }


def _clusters() -> dict[str, str]:
    """Return the code of each cluster by code, address and names; an empty one where two clusters share a name."""
    found: dict[str, str] = {}
    codes = {}
    for code, *names in Cluster.objects.values_list("code", "slug", "name", "full_name"):
        codes[folded(code)] = code
        for name in {folded(name) for name in names} - {""}:
            found[name] = code if found.get(name, code) == code else ""
    return found | codes


def _roles() -> dict[str, str]:
    found = {folded(role.value): role.value for role in Role}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {folded(str(role.label)): role.value for role in Role}
    return found | {folded(role.value.replace("_", " ")): role.value for role in Role}


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS
