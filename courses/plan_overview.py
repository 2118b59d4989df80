"""The list of all clusters with where each stands on the way from needs to a published plan."""

from dataclasses import dataclass

from django.db.models import Count

from lms.clusters.models import Cluster
from lms.needs.models import TrainingNeed

from .models import TrainingPlan
from .plan_page import closed_share


@dataclass(frozen=True)
class ClusterRow:
    """One cluster: how many needs count, its draft and its published plan."""

    cluster: Cluster
    needs: int
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
        """A code that the template words: confirm needs, compute, publish, or nothing."""
        if self.draft:
            return "publish"
        if not self.needs:
            return "done" if self.published else "confirm"
        return "done" if self.published else "compute"


def cluster_rows() -> list[ClusterRow]:
    """Read every cluster with its needs and plans: three queries, however many there are."""
    counts = TrainingNeed.objects.for_plans().order_by().values_list("cluster").annotate(Count("pk"))
    needs = dict(counts)
    plans = {(plan.cluster_id, plan.status): plan for plan in TrainingPlan.objects.current()}
    return [
        ClusterRow(
            cluster=cluster,
            needs=needs.get(cluster.pk, 0),
            draft=plans.get((cluster.pk, TrainingPlan.Status.DRAFT)),
            published=plans.get((cluster.pk, TrainingPlan.Status.PUBLISHED)),
        )
        for cluster in Cluster.objects.all()
    ]
