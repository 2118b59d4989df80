"""Addresses of feeds: made, replaced and removed by whoever follows them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.clusters.models import Cluster
from lms.people.models import User
from lms.training.models import Offering

from .models import FeedAddress
from .permissions import can_follow


@transaction.atomic
def make_address(
    *, kind: str, by: User, now: datetime, offering: Offering | None = None, cluster: Cluster | None = None
) -> FeedAddress:
    """Return the live address of a feed, made unless there is one: a second click finds the first one's."""
    if not can_follow(by, kind, cluster):
        raise PermissionDenied
    address, _is_new = FeedAddress.objects.get_or_create(
        person=by, kind=kind, offering=offering, cluster=cluster, replaced_at=None, defaults={"created_at": now}
    )
    return address


@transaction.atomic
def replace_address(*, address: FeedAddress, by: User, now: datetime) -> FeedAddress:
    """Let the address die and make another for the same feed; of two clicks the second finds it replaced already."""
    if remove_address(address=address, by=by, now=now):
        return make_address(kind=address.kind, by=by, now=now, offering=address.offering, cluster=address.cluster)
    return address


def remove_address(*, address: FeedAddress, by: User, now: datetime) -> bool:
    """Let the address die: whoever follows it is told so at the next fetch. Return whether it was alive."""
    if address.person_id != by.pk:
        raise PermissionDenied
    return bool(FeedAddress.objects.filter(pk=address.pk, replaced_at=None).update(replaced_at=now))
