"""Loads what the rule on conflicts needs to know of people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from lms.people.models import Role, RoleGrant

from .conflicts import ASSESSOR, IN_THE_WAY, Declared, Finding, Held, Part, PersonFacts, conflicts
from .models import Assessment, BenchmarkRules, DeclaredConflict, Score

COUNTING_ROLES = (ASSESSOR, Role.COORDINATOR, *IN_THE_WAY)


def conflict_months() -> int:
    """Return for how long a role that has ended stands in the way, without writing the row when there is none."""
    return (BenchmarkRules.objects.first() or BenchmarkRules()).conflict_months


def facts_of(people: Iterable[Any], today: date) -> dict[int, PersonFacts]:
    """Return what is known of each person, in two queries."""
    wanted = {person.pk: person for person in people}
    held: dict[int, list[RoleGrant]] = defaultdict(list)
    for grant in RoleGrant.objects.filter(user__in=wanted, role__in=COUNTING_ROLES):
        held[grant.user_id].append(grant)
    declared: dict[int, list[Declared]] = defaultdict(list)
    for found in DeclaredConflict.objects.filter(assessor__in=wanted, withdrawn_at=None):
        on = timezone.localdate(found.declared_at)
        declared[found.assessor_id].append(Declared(found.cluster_id, on, found.reason))
    return {
        pk: PersonFacts(
            held=[_held(grant) for grant in held[pk]],
            declared=declared[pk],
            is_coordinator=person.is_superuser
            or any(grant.role == Role.COORDINATOR and grant.is_active(today) for grant in held[pk]),
        )
        for pk, person in wanted.items()
    }


def conflicts_of(user: Any, cluster_pk: int) -> list[Finding]:
    """Return every reason for which this person may not assess the cluster today."""
    today = timezone.localdate()
    facts = facts_of([user], today)[user.pk]
    return conflicts(facts, cluster_pk, today=today, months=conflict_months())


def conflicts_in(user: Any, assessments: Sequence[Assessment]) -> dict[int, tuple[Finding, ...]]:
    """Return what speaks against this person's assessing each of them, by key; four queries, none for none."""
    if not assessments:
        return {}
    today = timezone.localdate()
    facts, months = facts_of([user], today)[user.pk], conflict_months()
    entered = _entered_by(user, [found.pk for found in assessments if _asks_for_part(found)])
    return {
        found.pk: tuple(
            conflicts(facts, found.cluster_id, today=today, months=months, part=_part(user, found, found.pk in entered))
        )
        for found in assessments
    }


def _asks_for_part(assessment: Assessment) -> bool:
    """Say whether it matters who filled it in: not for what assessors score, nor for what a file brought."""
    return assessment.is_self_assessment and assessment.is_by_hand


def _part(user: Any, assessment: Assessment, has_entered: bool) -> Part | None:
    if not _asks_for_part(assessment):
        return None
    if assessment.submitted_by_id == user.pk and assessment.submitted_at:
        return Part(submitted_on=timezone.localdate(assessment.submitted_at))
    return Part(has_entered=has_entered or assessment.recorded_by_id == user.pk)


def _entered_by(user: Any, assessments: list[int]) -> set[int]:
    if not assessments:
        return set()
    rows = Score.objects.filter(assessment__in=assessments, entered_by=user)
    return set(rows.values_list("assessment_id", flat=True))


def _held(grant: RoleGrant) -> Held:
    return Held(grant.role, grant.cluster_id, grant.valid_from, grant.valid_until)
