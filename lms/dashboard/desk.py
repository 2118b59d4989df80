"""What each person finds on the desk: the clusters that are theirs to follow, and what to do next for each."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from courses.models import CataloguePage, TrainingPlan
from courses.official_path import step_of
from courses.plan_overview import PlanRow, overview_of
from lms.benchmarking.models import Assessment
from lms.benchmarking.permissions import can_see_scores
from lms.benchmarking.scoring_list import waiting_for
from lms.clusters.models import Cluster
from lms.needs.models import TrainingNeed
from lms.needs.permissions import can_see_officials, is_official
from lms.people.consents import texts_to_answer
from lms.people.models import Role
from lms.people.permissions import is_coordinator

from .next_step import next_for_cluster
from .waiting import waiting_lines

CLUSTERS_PER_PAGE = 30
ROLES_OF_PLANS = (Role.CLUSTER_MANAGER, Role.TUTOR)


@dataclass(frozen=True)
class DeskRow:
    """One cluster on the desk, with what this person may know of it."""

    cluster: Cluster
    roles: list[str]
    assessment: Assessment | None
    path: PlanRow
    sees_plans: bool
    sees_scores: bool
    is_own: bool

    @property
    def needs(self) -> int:
        """How many needs count for the next plan."""
        return self.path.needs

    @property
    def draft(self) -> TrainingPlan | None:
        """The draft, for whoever may read it."""
        return self.path.draft

    @property
    def published(self) -> TrainingPlan | None:
        """The plan that is published."""
        return self.path.published

    @property
    def step(self) -> str:
        """What the coordinator does next for this cluster: the same as in the list of plans."""
        return self.path.next_step

    @property
    def own_step(self) -> str:
        """What the cluster's own people do next."""
        return next_for_cluster(has_assessment=self.assessment is not None, has_published=self.published is not None)


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
        waits = {"waits": True, "waiting_lines": waiting_lines(timezone.now())}
        return context | waits | {"page": clusters, "rows": rows_for(user, list(clusters)), "is_coordinator": True}
    context["supervises"] = can_see_officials(user)
    context["to_score"] = waiting_for(user)
    context["waits"] = bool(context["to_score"]) or user.holds(Role.ASSESSOR)
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
    overview = overview_of(
        TrainingNeed.objects.visible_to(user).filter(cluster__in=clusters),
        TrainingPlan.objects.visible_to(user).filter(cluster__in=clusters),
    )
    return [
        DeskRow(
            cluster=cluster,
            roles=_role_names([grant for grant in user.active_grants if grant.cluster_id == cluster.pk]),
            assessment=assessments.get(cluster.pk),
            path=overview.row(cluster, is_assessed=cluster.pk in assessments),
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
