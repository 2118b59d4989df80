"""Modules by what people look for, plans scoped to the person who asks, and page plans."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, Sum, Value, When
from django.db.models.functions import Now

from lms.needs.querysets import latest_assessments
from lms.people.models import Role
from lms.people.permissions import is_coordinator

READERS_OF_PLANS = (Role.CLUSTER_MANAGER, Role.TUTOR)
# Reasons for which a module may not be in a plan, however many hours there are.
UNAVAILABLE = (
    "completed", "dropped", "other_audience", "other_language", "prerequisite_cycle", "prerequisite_missing",
)  # fmt: skip


class ModuleQuerySet(models.QuerySet["Module"]):  # type: ignore[name-defined]  # its module imports this one
    def offered(self) -> "ModuleQuerySet":
        """Keep what the catalogue shows and new plans may choose."""
        return self.filter(is_offered=True)

    def for_planning(self) -> "ModuleQuerySet":
        """The modules that a plan may choose, in the order of the catalogue, with all that the plan reads of them."""
        related = ["lifts", "prerequisites", "tagged_competences"]
        return self.offered().select_related("course").prefetch_related(*related).order_by("course__position", "code")


class TrainingPlanQuerySet(models.QuerySet["TrainingPlan"]):  # type: ignore[name-defined]  # its module imports this one
    def visible_to(self, user: Any) -> "TrainingPlanQuerySet":
        """Coordinators read every version; others the published plans of their clusters and their own."""
        if is_coordinator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        theirs = Q(cluster__in=user.clusters_as(*READERS_OF_PLANS))
        if user.holds(Role.REGIONAL_OFFICIAL):
            theirs |= Q(person=user)
        return self.published().filter(theirs)

    def published(self) -> "TrainingPlanQuerySet":
        """Keep the plans in force."""
        return self.filter(status="published")

    def current(self) -> "TrainingPlanQuerySet":
        """Keep drafts and plans in force, without the versions that later ones replaced."""
        return self.filter(status__in=("draft", "published"))

    def for_page(self) -> "TrainingPlanQuerySet":
        """Everything that the page of a plan shows, but for the titles of its modules, in three queries."""
        lines = apps.get_model("courses.PlanLine").objects.select_related("module")
        lines = lines.annotate(
            comes_as=Case(When(plan__cluster=None, then=Value("officials")), default=Value("managers")),
            next_edition=_next_edition("code"),
            next_edition_at=_next_edition("starts_at"),
        )
        needs = apps.get_model("courses.PlanNeed").objects.select_related(
            "need__indicator", "need__competence", "need__assessment"
        )
        needs = needs.annotate(available_bp=_available_lift())
        plans = self.select_related("cluster", "person", "computed_by", "published_by")
        return plans.annotate(latest_round_on=_latest_round_on()).prefetch_related(
            Prefetch("lines", lines), Prefetch("needs", needs)
        )


def _next_edition(column: str) -> Subquery:
    """Return the code or the start of the next edition of the line's module in which its owner can still enrol."""
    found = apps.get_model("training.Offering").objects.filter(
        Q(apply_until=None) | Q(apply_until__gt=Now()),
        Q(audience="both") | Q(audience=OuterRef("comes_as")),
        status="published",
        starts_at__gt=Now(),
        edition__modules__module=OuterRef("module"),
    )
    return Subquery(found.order_by("starts_at", "code").values(column)[:1])


def _latest_round_on() -> Subquery:
    """Return the day of the cluster's latest closed assessment; an official has none."""
    return Subquery(latest_assessments(OuterRef("cluster")).filter(status="closed").values("assessed_on")[:1])


def _available_lift() -> Subquery:
    """Return what all modules that a plan may choose lift a need's indicator by, as the modules are today."""
    lines = apps.get_model("courses.PlanLine").objects.exclude(reason__in=UNAVAILABLE)
    lifts = apps.get_model("courses.ModuleLift").objects.filter(
        indicator=OuterRef("need__indicator"),
        module__in=lines.filter(plan=OuterRef(OuterRef("plan"))).values("module"),
    )
    return Subquery(lifts.order_by().values("indicator").annotate(total=Sum("share_bp")).values("total"))
