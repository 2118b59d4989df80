"""Who can be entered by name: a few people who match, each with the clusters for which they may come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from lms.clusters.models import Cluster
from lms.people.models import Role, RoleGrant, User

from .entering import MEANT, NOT_YET_IN
from .models import Enrolment, Offering

MOST = 20


@dataclass(frozen=True)
class Candidate:
    """Somebody who was found; `own`: the enrolment, if there is one already; `is_meant`: the offering is for such."""

    person: User
    clusters: list[Cluster]
    own: Enrolment | None
    is_meant: bool

    @property
    def can_be_entered(self) -> bool:
        """Whether the person is not on the list yet, or not any more."""
        return self.own is None or self.own.status in NOT_YET_IN


def candidates(offering: Offering, words: Iterable[str], today: date) -> tuple[list[Candidate], bool]:
    """Return at most 20 people whose name or e-mail has all the words, and whether there are more; three queries.

    Without words: those for whom the offering is meant and who were never on its list.
    """
    people = User.objects.filter(is_active=True, erased_at=None)
    typed = list(words)
    for word in typed:
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    if not typed:
        grants = RoleGrant.objects.active(today).filter(user=OuterRef("pk"), role__in=MEANT[offering.audience])
        known = Enrolment.objects.filter(offering=offering, person=OuterRef("pk"))
        people = people.filter(Exists(grants), ~Exists(known))
    found = list(people.prefetch_related("role_grants__cluster")[: MOST + 1])
    own = {one.person_id: one for one in Enrolment.objects.filter(offering=offering, person__in=found)}
    shown = [_candidate(offering, one, own.get(one.pk), today) for one in found[:MOST]]
    return shown, len(found) > MOST


def _candidate(offering: Offering, person: User, own: Enrolment | None, today: date) -> Candidate:
    clusters = clusters_of(person, today)
    is_meant = any(grant.role in MEANT[offering.audience] for grant in person.active_grants)
    return Candidate(person, clusters, own, is_meant)


def clusters_of(person: User, today: date) -> list[Cluster]:
    """Return the clusters whose manager the person is on that day, from grants that were loaded with the person."""
    person.active_grants = [grant for grant in person.role_grants.all() if grant.is_active(today)]
    return person.clusters_as(Role.CLUSTER_MANAGER)
