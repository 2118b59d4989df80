"""What each person finds on the desk: the clusters that are theirs to follow, and what to do next for each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.urls import reverse
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

from .audit_desk import offerings_to_audit
from .instructor_desk import instructor_desk
from .learner_desk import learner_desk
from .navigation import LEARNERS
from .next_step import next_for_cluster
from .programme_figures import programme_figures
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


def desk_of(user: Any, page: str, now: datetime) -> dict[str, Any]:
    """Return what the desk shows: a page of all clusters for a coordinator, the own clusters for everybody else.

    Whoever holds several roles finds what belongs to each.
    """
    today, grants = timezone.localdate(now), user.active_grants
    context: dict[str, Any] = {
        "roles": _role_names(grants),
        "held": {grant.role for grant in grants},
        "catalogue_url": SimpleLazyObject(catalogue_url),
        "official_step": step_of(user) if is_official(user) else "",
        "to_answer": list(texts_to_answer(user, today)),
        "teaching": instructor_desk(user, now) if user.holds(Role.INSTRUCTOR) else None,
    }
    if not is_coordinator(user) or user.holds(*LEARNERS):
        training = learner_desk(user, now)
        context["training"] = training if training.rows or user.holds(*LEARNERS) else None
    own = _of_coordinator(user, page, now) if is_coordinator(user) else _of_others(user, page)
    return context | own


def _of_coordinator(user: Any, page: str, now: datetime) -> dict[str, Any]:
    """What needs a coordinator today, how far the programme is, and all clusters."""
    clusters: PageOfList[Cluster] = Paginator(Cluster.objects.all(), CLUSTERS_PER_PAGE).get_page(page)
    return {
        "is_coordinator": True,
        "waits": True,
        "waiting_lines": waiting_lines(now),
        "figures": programme_figures(timezone.localdate(now)),
        "targets_url": reverse("wagtailsettings:edit", args=["dashboard", "programmetargets"]),
        "page": clusters,
        "rows": rows_for(user, list(clusters)),
    }


def _of_others(user: Any, page: str) -> dict[str, Any]:
    """What waits for an assessor, the own clusters, and what an auditor reads."""
    to_score = waiting_for(user)
    shown: dict[str, Any] = {
        "is_coordinator": False,
        "supervises": can_see_officials(user),
        "to_score": to_score,
        "waits": bool(to_score) or user.holds(Role.ASSESSOR),
        "rows": rows_for(user, user.clusters_as(*Role.values)),
    }
    if user.holds(Role.AUDITOR):
        ends = [g.valid_until for g in user.active_grants if g.role == Role.AUDITOR and g.valid_until]
        shown["audit_ends"] = max(ends, default=None)
        shown["audit_page"], shown["to_audit"] = offerings_to_audit(page)
    return shown


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
