"""The list of all clusters with where each stands on the way from needs to a published plan."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from lms.clusters.models import Cluster
from lms.needs.models import TrainingNeed

from .models import TrainingPlan
from .plan_page import closed_share


@dataclass(frozen=True)
class ClusterRow:
    """One cluster: how many needs count, when one was last decided, its draft and its published plan."""

    cluster: Cluster
    needs: int
    decided_at: datetime | None
    draft: TrainingPlan | None
    published: TrainingPlan | None

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
        if self.draft:
            return "compute" if self._is_older_than_needs(self.draft) else "publish"
        if not self.needs:
            return "confirm"
        return "compute" if self.published is None or self._is_older_than_needs(self.published) else "done"

    def _is_older_than_needs(self, plan: TrainingPlan) -> bool:
        return self.decided_at is not None and self.decided_at > plan.computed_at


def cluster_rows() -> list[ClusterRow]:
    """Read every cluster with its needs and plans: four queries, however many there are."""
    needs = dict(TrainingNeed.objects.for_plans().order_by().values_list("cluster").annotate(Count("pk")))
    decided = dict(TrainingNeed.objects.order_by().values_list("cluster").annotate(Max("decided_at")))
    plans = {(plan.cluster_id, plan.status): plan for plan in TrainingPlan.objects.current()}
    return [
        ClusterRow(
            cluster=cluster,
            needs=needs.get(cluster.pk, 0),
            decided_at=decided.get(cluster.pk),
            draft=plans.get((cluster.pk, TrainingPlan.Status.DRAFT)),
            published=plans.get((cluster.pk, TrainingPlan.Status.PUBLISHED)),
        )
        for cluster in Cluster.objects.all()
    ]
