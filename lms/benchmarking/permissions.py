"""Questions about benchmarks, asked by views, templates, admin and actions alike."""

from collections.abc import Sequence
from typing import Any

from lms.clusters.models import Cluster
from lms.people.models import Role
from lms.people.permissions import is_coordinator

from .conflict_facts import conflicts_in, conflicts_of
from .conflicts import Finding
from .models import Assessment, AssessorSheet, BenchmarkRules
from .querysets import READERS_OF_ONE_CLUSTER
from .scoring_rights import Standing


def can_see_scores(user: Any, cluster: Cluster) -> bool:
    """Coordinators read every cluster's scores, others those of a cluster that a grant of theirs names.

    The same rule as `Assessment.objects.visible_to()`.
    """
    return is_coordinator(user) or _is_of(user, cluster, *READERS_OF_ONE_CLUSTER)


def can_compare_with_peers(user: Any, rules: BenchmarkRules) -> bool:
    """Coordinators always; cluster managers when the rules of the programme open it to them."""
    if is_coordinator(user):
        return True
    return bool(user.is_authenticated and rules.managers_see_peers and user.holds(Role.CLUSTER_MANAGER))


def can_open_training_plan(user: Any, cluster: Cluster) -> bool:
    """Say whether a link from the benchmark to the cluster's plan leads anywhere: not for assessors.

    The plans live above the benchmark and have this rule too; a test holds the two together.
    """
    return is_coordinator(user) or _is_of(user, cluster, Role.CLUSTER_MANAGER, Role.TUTOR)


def can_import_benchmarks(user: Any) -> bool:
    """Only coordinators bring workbooks in."""
    return is_coordinator(user)


def is_manager_of(user: Any, cluster: Cluster) -> bool:
    """Say whether the person manages the cluster today, and so scores it in its own name."""
    return _is_of(user, cluster, Role.CLUSTER_MANAGER)


def is_assessor_of(user: Any, cluster: Cluster) -> bool:
    """Say whether the person is an assessor of the cluster today, whatever conflict there is."""
    return _is_of(user, cluster, Role.ASSESSOR)


def can_open_scoring(user: Any, cluster: Cluster) -> bool:
    """Managers score their cluster, assessors and coordinators read what waits for them; tutors have no part in it."""
    return is_coordinator(user) or _is_of(user, cluster, Role.CLUSTER_MANAGER, Role.ASSESSOR)


def can_assess(user: Any, cluster: Cluster) -> bool:
    """Assessors of the cluster and coordinators, unless the rule on conflicts speaks against it."""
    return _has_part(user, cluster) and not conflicts_of(user, cluster.pk)


def can_declare_conflict(user: Any, cluster: Cluster) -> bool:
    """Whoever would assess the cluster may say: not me."""
    return _has_part(user, cluster)


def standings_of(user: Any, assessments: Sequence[Assessment]) -> dict[int, Standing]:
    """Return, by key, what the rule on scoring by hand says of the person and each assessment.

    As many queries for a hundred assessments as for one: at most five. Conflicts are looked for only where somebody
    would assess.
    """
    asked = [found for found in assessments if not found.is_closed and _has_part(user, found.cluster)]
    findings = conflicts_in(user, asked)
    sheets = _sheets_of([found.pk for found in assessments if found.assessors_needed > 1])
    return {
        found.pk: _standing(user, found, findings.get(found.pk, ()), sheets.get(found.pk, [])) for found in assessments
    }


def standing_of(user: Any, assessment: Assessment) -> Standing:
    """Return how the person stands to one assessment, and so everything that he or she may do with it."""
    return standings_of(user, [assessment])[assessment.pk]


def _standing(
    user: Any, assessment: Assessment, findings: tuple[Finding, ...], sheets: list[AssessorSheet]
) -> Standing:
    own = next((sheet for sheet in sheets if sheet.assessor_id == user.pk), None)
    return Standing(
        manages=is_manager_of(user, assessment.cluster),
        assesses=is_assessor_of(user, assessment.cluster),
        coordinates=is_coordinator(user),
        findings=findings,
        is_self=assessment.is_self_assessment,
        is_by_hand=assessment.is_by_hand,
        is_closed=assessment.is_closed,
        is_submitted=assessment.submitted_at is not None,
        began=assessment.recorded_by_id == user.pk,
        is_apart=assessment.assessors_needed > 1,
        sheets=len(sheets),
        sheets_needed=assessment.assessors_needed,
        sheets_in=sum(sheet.handed_in_at is not None for sheet in sheets),
        has_sheet=own is not None,
        has_handed_in=own is not None and own.handed_in_at is not None,
    )


def _sheets_of(assessments: list[int]) -> dict[int, list[AssessorSheet]]:
    found: dict[int, list[AssessorSheet]] = {}
    for sheet in AssessorSheet.objects.filter(assessment__in=assessments) if assessments else []:
        found.setdefault(sheet.assessment_id, []).append(sheet)
    return found


def can_close_assessment(user: Any, assessment: Assessment) -> bool:
    """Coordinators and assessors who are free of conflicts; closed scores never change."""
    return standing_of(user, assessment).can_close


def can_delete_assessment(user: Any, assessment: Assessment | None = None) -> bool:
    """Coordinators remove what is open, others what they are still filling in; nobody what is closed.

    Without an assessment: whether the person removes any, as coordinators take imports back.
    """
    return is_coordinator(user) if assessment is None else standing_of(user, assessment).can_discard


def can_set_target(user: Any, cluster: Cluster) -> bool:
    """A target is the cluster's own: its managers set it, and coordinators, who run everything."""
    return is_coordinator(user) or _is_of(user, cluster, Role.CLUSTER_MANAGER)


def _has_part(user: Any, cluster: Cluster) -> bool:
    return is_coordinator(user) or is_assessor_of(user, cluster)


def _is_of(user: Any, cluster: Cluster, *roles: str) -> bool:
    return bool(user.is_authenticated and cluster in user.clusters_as(*roles))
