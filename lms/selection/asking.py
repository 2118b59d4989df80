"""What the rules of eligibility need to know of a call and of a person."""

from typing import Any

from lms.people.models import Role

from .eligibility import Asked, Asking, Wanted
from .models import Call, Question
from .permissions import assessor_of, can_run_calls


def asked_of(call: Call) -> Asked:
    """Return what the call asks; one query for its roles unless they were loaded."""
    return Asked(
        is_published=call.status == Call.Status.PUBLISHED,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        roles=frozenset(rule.role for rule in call.eligibility_rules.all()),
        of_a_cluster=call.of_a_cluster,
    )


def asking_of(person: Any, call: Call) -> Asking:
    """Return what is known of the person today."""
    return Asking(
        roles=frozenset(grant.role for grant in person.active_grants),
        clusters=tuple(cluster.pk for cluster in person.clusters_as(Role.CLUSTER_MANAGER)),
        assesses=assessor_of(person, call) is not None,
        runs=can_run_calls(person),
    )


def wanted_of(questions: list[Question]) -> list[Wanted]:
    """Return the questions as values."""
    return [Wanted(one.pk, one.required, one.must_be_yes) for one in questions]
