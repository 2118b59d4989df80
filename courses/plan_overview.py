"""The list of all plans: where each cluster and each official stands on the way from needs to a published plan."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from lms.clusters.models import Cluster
from lms.needs.addresses import officials
from lms.needs.beneficiaries import Beneficiary
from lms.needs.models import TrainingNeed
from lms.people.models import Role, RoleGrant

from .models import TrainingPlan
from .plan_page import closed_share

Key = tuple[int | None, int | None]  # of the cluster, or of the person


@dataclass(frozen=True)
class PlanRow:
    """One cluster or official: how many needs count, when one was last decided, the draft and the published plan."""

    owner: Beneficiary
    needs: int
    decided_at: datetime | None
    draft: TrainingPlan | None
    published: TrainingPlan | None
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
        """A code that the template words: compute, publish, confirm needs, or nothing."""
        if self.has_left:
            return "left"
        if self.draft:
            return "compute" if self._is_older_than_needs(self.draft) else "publish"
        if not self.needs:
            return "confirm"
        return "compute" if self.published is None or self._is_older_than_needs(self.published) else "done"

    def _is_older_than_needs(self, plan: TrainingPlan) -> bool:
        return self.decided_at is not None and self.decided_at > plan.computed_at


@dataclass(frozen=True)
class Overview:
    """What the list of plans is made of, read once for clusters and officials."""

    needs: dict[Key, int]
    decided: dict[Key, datetime]
    plans: dict[tuple[Key, str], TrainingPlan]

    def row(self, owner: Beneficiary, *, has_left: bool = False) -> PlanRow:
        """Return where a cluster or an official stands."""
        key: Key = (owner.pk, None) if isinstance(owner, Cluster) else (None, owner.pk)
        return PlanRow(
            owner=owner,
            needs=self.needs.get(key, 0),
            decided_at=self.decided.get(key),
            draft=self.plans.get((key, TrainingPlan.Status.DRAFT)),
            published=self.plans.get((key, TrainingPlan.Status.PUBLISHED)),
            has_left=has_left,
        )


def plan_rows(today: date) -> tuple[list[PlanRow], list[PlanRow]]:
    """Return a row for every cluster and one for every official: six queries, however many there are.

    An official whose role has ended stays in the list as long as there is a need or a plan to read.
    """
    overview = _overview()
    clusters = [overview.row(cluster) for cluster in Cluster.objects.all()]
    grants = RoleGrant.objects.active(today).filter(role=Role.REGIONAL_OFFICIAL)
    in_office = set(grants.values_list("user", flat=True))
    people = [overview.row(person, has_left=person.pk not in in_office) for person in officials()]
    return clusters, [row for row in people if not row.has_left or row.needs or row.shown]


def _overview() -> Overview:
    counted = TrainingNeed.objects.for_plans().order_by().values_list("cluster", "person").annotate(Count("pk"))
    decided = TrainingNeed.objects.order_by().values_list("cluster", "person").annotate(Max("decided_at"))
    return Overview(
        needs={(cluster, person): count for cluster, person, count in counted},
        decided={(cluster, person): moment for cluster, person, moment in decided},
        plans={((plan.cluster_id, plan.person_id), plan.status): plan for plan in TrainingPlan.objects.current()},
    )
