"""What each person finds on the desk: the clusters that are theirs to follow, and what to do next for each."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from courses.models import CataloguePage, TrainingPlan
from courses.official_path import step_of
from lms.benchmarking.models import Assessment
from lms.benchmarking.permissions import can_see_scores
from lms.clusters.models import Cluster
from lms.needs.models import TrainingNeed
from lms.needs.permissions import can_see_officials, is_official
from lms.people.consents import texts_to_answer
from lms.people.models import Role
from lms.people.permissions import is_coordinator

from .next_step import Standing, next_for_cluster, next_for_coordinator

CLUSTERS_PER_PAGE = 30
ROLES_OF_PLANS = (Role.CLUSTER_MANAGER, Role.TUTOR)


@dataclass(frozen=True)
class DeskRow:
    """One cluster on the desk, with what this person may know of it."""

    cluster: Cluster
    roles: list[str]
    assessment: Assessment | None
    needs: int
    draft: TrainingPlan | None
    published: TrainingPlan | None
    sees_plans: bool
    sees_scores: bool
    is_own: bool

    @property
    def standing(self) -> Standing:
        """The facts that decide what comes next."""
        return Standing(self.assessment is not None, self.needs, self.draft is not None, self.published is not None)

    @property
    def step(self) -> str:
        """What the coordinator does next for this cluster."""
        return next_for_coordinator(self.standing)

    @property
    def own_step(self) -> str:
        """What the cluster's own people do next."""
        return next_for_cluster(self.standing)


def desk_of(user: Any, page: str) -> dict[str, Any]:
    """Return what the desk shows: a page of all clusters for a coordinator, the own clusters for everybody else."""
    grants = user.active_grants
    context: dict[str, Any] = {
        "roles": _role_names(grants),
        "held": {grant.role for grant in grants},
        "audit_ends": max((g.valid_until for g in grants if g.role == Role.AUDITOR and g.valid_until), default=None),
        "catalogue_url": SimpleLazyObject(catalogue_url),
        "official_step": step_of(user) if is_official(user) else "",
        "to_answer": list(texts_to_answer(user, timezone.localdate())),
    }
    if is_coordinator(user):
        clusters: PageOfList[Cluster] = Paginator(Cluster.objects.all(), CLUSTERS_PER_PAGE).get_page(page)
        return context | {"page": clusters, "rows": rows_for(user, list(clusters)), "is_coordinator": True}
    context["supervises"] = can_see_officials(user)
    return context | {"rows": rows_for(user, user.clusters_as(*Role.values)), "is_coordinator": False}


def catalogue_url() -> str:
    """Return the address of the catalogue in the active language, or nothing while there is none."""
    page = CataloguePage.objects.live().filter(locale__language_code=get_language()).first()
    parts = page.get_url_parts() if page else None
    return parts[2] or "" if parts else ""


def rows_for(user: Any, clusters: list[Cluster]) -> list[DeskRow]:
    """Return one row per cluster, scoped to what the person may read: three queries, none without clusters."""
    if not clusters:
        return []
    assessments = _latest_assessments(user, clusters)
    needs = _needs_per_cluster(user, clusters)
    plans = _plans(user, clusters)
    return [
        DeskRow(
            cluster=cluster,
            roles=_role_names([grant for grant in user.active_grants if grant.cluster_id == cluster.pk]),
            assessment=assessments.get(cluster.pk),
            needs=needs.get(cluster.pk, 0),
            draft=plans.get((cluster.pk, TrainingPlan.Status.DRAFT)),
            published=plans.get((cluster.pk, TrainingPlan.Status.PUBLISHED)),
            is_own=cluster in user.clusters_as(Role.CLUSTER_MANAGER),
            sees_scores=can_see_scores(user, cluster),
            sees_plans=is_coordinator(user) or cluster in user.clusters_as(*ROLES_OF_PLANS),
        )
        for cluster in clusters
    ]


def _role_names(grants: list[Any]) -> list[str]:
    """Return the roles in words, each once, in the order of the grants."""
    return list(dict.fromkeys(grant.get_role_display() for grant in grants))


def _latest_assessments(user: Any, clusters: list[Cluster]) -> dict[int, Assessment]:
    rounds = Assessment.objects.visible_to(user).filter(cluster__in=clusters).closed_first()
    return {assessment.cluster_id: assessment for assessment in reversed(rounds)}


def _needs_per_cluster(user: Any, clusters: list[Cluster]) -> dict[int, int]:
    needs = TrainingNeed.objects.visible_to(user).for_plans().filter(cluster__in=clusters)
    return dict(needs.order_by().values_list("cluster").annotate(Count("pk")))


def _plans(user: Any, clusters: list[Cluster]) -> dict[tuple[int, str], TrainingPlan]:
    plans = TrainingPlan.objects.visible_to(user).filter(cluster__in=clusters)
    return {(plan.cluster_id, plan.status): plan for plan in plans.exclude(status=TrainingPlan.Status.SUPERSEDED)}
