"""The feeds of a person, with their addresses: for the page of one's feeds and for any other page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from lms.clusters.models import Cluster
from lms.people.models import Role, User
from lms.people.permissions import is_coordinator

from .models import FeedAddress
from .permissions import can_follow, own_clusters

Kind = FeedAddress.Kind


@dataclass(frozen=True)
class FeedLink:
    """A feed that a person has, or could have: then without an address.

    `is_open`: whether it still shows something, or the role that it needs has ended.
    """

    kind: str
    cluster: Cluster | None = None
    address: FeedAddress | None = None
    is_open: bool = True

    @property
    def title(self) -> str:
        """What it is called in the active language."""
        if self.address and self.address.offering:
            return str(self.address.offering.title)
        label = str(Kind(self.kind).label)
        return f"{label}: {self.cluster}" if self.cluster else label

    @property
    def url(self) -> str:
        """The address for a calendar, with the host."""
        return f"{settings.BASE_URL}{self._path}" if self.address else ""

    @property
    def subscribe_url(self) -> str:
        """The address that a browser hands to the calendar on the device."""
        return f"webcal://{urlsplit(settings.BASE_URL).netloc}{self._path}" if self.address else ""

    @property
    def _path(self) -> str:
        return reverse("feeds:feed", args=[self.address.token]) if self.address else ""


def feed_links_for(person: User) -> list[FeedLink]:
    """Return the feeds that somebody signed in has and could have: one query beside the roles of the request."""
    live = FeedAddress.objects.filter(person=person.pk, replaced_at=None).select_related("offering", "cluster")
    addresses = {(one.kind, one.cluster_id, one.offering_id): one for one in live.order_by("created_at", "pk")}
    links = [
        _link(person, kind, cluster, addresses.pop((kind, cluster and cluster.pk, None), None))
        for kind, cluster in _possible(person)
    ]
    return [*links, *(_link(person, one.kind, one.cluster, one) for one in addresses.values())]


def _possible(person: User) -> list[tuple[str, Cluster | None]]:
    """Name what the person may follow without choosing; coordinators choose among the clusters of others."""
    kinds: list[tuple[str, Cluster | None]] = [(Kind.PERSON, None)]
    if person.holds(Role.INSTRUCTOR):
        kinds.append((Kind.INSTRUCTOR, None))
    return [*kinds, *((Kind.CLUSTER, cluster) for cluster in own_clusters(person)), (Kind.PROGRAMME, None)]


def _link(person: User, kind: str, cluster: Cluster | None, address: FeedAddress | None) -> FeedLink:
    return FeedLink(kind, cluster, address, can_follow(person, kind, cluster))


def chooses_clusters(person: User) -> bool:
    """Say whether the person may follow any cluster."""
    return is_coordinator(person)
