"""Who hears what about labels: coordinators, the cluster's managers, whoever wrote a piece of evidence."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from lms.clusters.models import Cluster, LabelAward
from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post, post_to_many
from lms.people.models import Role, RoleGrant, User

from .models import LabelProposal
from .models.evidence import Reviewed


def coordinators(today: date) -> list[User]:
    """Return the people who run the programme on that day."""
    grants = RoleGrant.objects.active(today).filter(role=Role.COORDINATOR)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk"))


def managers_of(clusters: Iterable[int], today: date) -> dict[int, list[User]]:
    """Return the managers in office of each cluster; one query."""
    grants = RoleGrant.objects.active(today).filter(role=Role.CLUSTER_MANAGER, cluster__in=list(clusters))
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for grant in grants.filter(user__is_active=True).select_related("user").order_by("user"):
        found[grant.cluster_id or 0][grant.user_id] = grant.user
    return {cluster: list(people.values()) for cluster, people in found.items()}


def track_address(cluster: Cluster) -> str:
    """Return the address of the track; whoever receives it is led to the own language."""
    return reverse("labels:track", args=[cluster.slug])


def tell_proposed(proposal: LabelProposal, *, now: datetime) -> None:
    """Tell the coordinators that a label waits for their word."""
    notice = Notice(
        topic=Topic.LABELS,
        kind="label_proposed",
        context={"proposal": proposal, "cluster": proposal.cluster},
        link=reverse("labelproposal_admin:index"),
    )
    post_to_many(recipients=coordinators(timezone.localdate(now)), notice_for=lambda person: notice, now=now)


def tell_awarded(award: LabelAward, *, by: User, now: datetime) -> None:
    """Tell the cluster's managers that the label is theirs."""
    cluster = award.cluster
    notice = Notice(
        topic=Topic.LABELS,
        kind="label_awarded",
        context={"award": award, "cluster": cluster},
        link=track_address(cluster),
    )
    managers = managers_of([cluster.pk], timezone.localdate(now)).get(cluster.pk, [])
    others = [person for person in managers if person.pk != by.pk]
    post_to_many(recipients=others, notice_for=lambda person: notice, now=now)


def tell_reviewed(piece: Reviewed, *, now: datetime) -> None:
    """Tell whoever wrote it what became of it."""
    notice = Notice(
        topic=Topic.LABELS,
        kind="label_reviewed",
        context={"piece": piece, "cluster": piece.cluster, "is_accepted": piece.is_accepted},
        link=track_address(piece.cluster),
    )
    post(to=piece.written_by, notice=notice, now=now)
