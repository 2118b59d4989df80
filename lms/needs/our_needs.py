"""What a cluster's own people read of its needs: what counts in the plan, what was declared, what was left out."""

from dataclasses import dataclass

from lms.clusters.models import Cluster

from .models import TrainingNeed


@dataclass(frozen=True)
class OurNeeds:
    """The needs of one cluster, as managers and tutors see them."""

    cluster: Cluster
    declared: list[TrainingNeed]
    from_gaps: list[TrainingNeed]
    left_out: list[TrainingNeed]


def our_needs(cluster: Cluster) -> OurNeeds:
    """Read them in two queries. Of what was left out only the declared ones are shown: they are the cluster's own."""
    needs = TrainingNeed.objects.for_page().filter(cluster=cluster)
    counting = list(needs.for_plans())
    declared = TrainingNeed.Origin.DECLARED
    return OurNeeds(
        cluster=cluster,
        declared=[need for need in counting if need.origin == declared],
        from_gaps=[need for need in counting if need.origin != declared],
        left_out=list(needs.filter(origin=declared, status=TrainingNeed.Status.DROPPED).order_by("-decided_at", "pk")),
    )
