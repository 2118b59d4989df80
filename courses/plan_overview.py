"""The list of all plans: where each cluster and each official stands on the way from needs to a published plan."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster
from lms.needs.addresses import officials
from lms.needs.beneficiaries import Beneficiary
from lms.needs.models import TrainingNeed
from lms.needs.querysets import TrainingNeedQuerySet
from lms.people.models import Role, RoleGrant

from .models import TrainingPlan
from .plan_page import closed_share
from .querysets import TrainingPlanQuerySet

Key = tuple[int | None, int | None]  # of the cluster, or of the person


@dataclass(frozen=True)
class PlanRow:
    """One cluster or official: how many needs count, when one was last decided, the draft and the published plan."""

    owner: Beneficiary
    needs: int
    decided_at: datetime | None
    draft: TrainingPlan | None
    published: TrainingPlan | None
    to_renew: int = 0
    is_assessed: bool = True
    has_left: bool = False

    @property
    def shown(self) -> TrainingPlan | None:
        """The plan whose amounts are shown: the published one, else the draft."""
        return self.published or self.draft

    @property
    def closed_bp(self) -> int:
        """The share of the weighted gap that this plan closes."""
        return closed_share(self.shown) if self.shown else 0

    @property
    def next_step(self) -> str:
        """What a coordinator does next, a code: left, assess, renew, confirm, compute, publish or follow.

        Needs of an earlier assessment come first: until they are renewed, every plan is made without them.
        """
        if self.has_left:
            return "left"
        if self.to_renew:
            return "renew"
        return self._step_of_plan if self.needs or self.draft else self._step_to_needs

    @property
    def _step_of_plan(self) -> str:
        latest = self.draft or self.published
        if latest is None or self._is_older_than_needs(latest):
            return "compute"
        return "publish" if self.draft else "follow"

    @property
    def _step_to_needs(self) -> str:
        return "confirm" if self.is_assessed else "assess"

    def _is_older_than_needs(self, plan: TrainingPlan) -> bool:
        return self.decided_at is not None and self.decided_at > plan.computed_at


@dataclass(frozen=True)
class NeedsOfOwner:
    """How many needs of a cluster or an official count, how many wait for their renewal, and the last decision."""

    counting: int = 0
    to_renew: int = 0
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Overview:
    """What the list of plans is made of, read once for clusters and officials."""

    needs: dict[Key, NeedsOfOwner]
    plans: dict[tuple[Key, str], TrainingPlan]

    def row(self, owner: Beneficiary, *, is_assessed: bool = True, has_left: bool = False) -> PlanRow:
        """Return where a cluster or an official stands."""
        key: Key = (owner.pk, None) if isinstance(owner, Cluster) else (None, owner.pk)
        needs = self.needs.get(key, NeedsOfOwner())
        return PlanRow(
            owner=owner,
            needs=needs.counting,
            decided_at=needs.decided_at,
            draft=self.plans.get((key, TrainingPlan.Status.DRAFT)),
            published=self.plans.get((key, TrainingPlan.Status.PUBLISHED)),
            to_renew=needs.to_renew,
            is_assessed=is_assessed,
            has_left=has_left,
        )


def plan_rows(today: date) -> tuple[list[PlanRow], list[PlanRow]]:
    """Return a row for every cluster and one for every official: six queries, however many there are.

    An official whose role has ended stays in the list as long as there is a need or a plan to read.
    """
    overview = overview_of(TrainingNeed.objects.all(), TrainingPlan.objects.all())
    assessed = set(Assessment.objects.closed_first().order_by().values_list("cluster", flat=True))
    clusters = [overview.row(cluster, is_assessed=cluster.pk in assessed) for cluster in Cluster.objects.all()]
    grants = RoleGrant.objects.active(today).filter(role=Role.REGIONAL_OFFICIAL)
    in_office = set(grants.values_list("user", flat=True))
    people = [overview.row(person, has_left=person.pk not in in_office) for person in officials()]
    return clusters, [row for row in people if not row.has_left or row.needs or row.shown]


def overview_of(needs: TrainingNeedQuerySet, plans: TrainingPlanQuerySet) -> Overview:
    """Return what there is of these needs and plans, those that the reader may know of: two queries."""
    count, to_renew = TrainingNeed.objects.for_plans(), TrainingNeed.objects.waiting_for_renewal()
    facts_of = (
        needs.order_by()
        .values_list("cluster", "person")
        .annotate(
            counting=Count("pk", filter=Q(pk__in=count.values("pk"))),
            to_renew=Count("pk", filter=Q(pk__in=to_renew.values("pk"))),
            last=Max("decided_at"),
        )
    )
    return Overview(
        needs={(cluster, person): NeedsOfOwner(*facts) for cluster, person, *facts in facts_of},
        plans={((plan.cluster_id, plan.person_id), plan.status): plan for plan in plans.current()},
    )
