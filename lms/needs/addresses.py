"""Where the pages of needs are: a cluster is named by its slug, an official by a number."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from lms.clusters.models import Cluster
from lms.people.models import Role, RoleGrant, User

from .beneficiaries import Beneficiary


def officials() -> "QuerySet[User]":
    """Return everybody who holds the role of regional official or once held it: what was planned for them stays."""
    return User.objects.filter(pk__in=RoleGrant.objects.filter(role=Role.REGIONAL_OFFICIAL).values("user"))


def owner_or_404(*, slug: str = "", pk: int = 0) -> Beneficiary:
    """Return the cluster or the official that an address names; who may see the page is asked next."""
    return get_object_or_404(Cluster, slug=slug) if slug else get_object_or_404(officials(), pk=pk)


def needs_address(owner: Beneficiary, page: str = "needs", *args: Any) -> str:
    """Return the address of a page about the needs of a cluster or an official."""
    return address_of(owner, f"needs:{page}", *args)


def address_of(owner: Beneficiary, view: str, *args: Any) -> str:
    """Return the address of a view of which there is one for clusters and one, `official_...`, for officials."""
    if isinstance(owner, Cluster):
        return reverse(view, args=[owner.slug, *args])
    app, _colon, page = view.partition(":")
    return reverse(f"{app}:official_{page}", args=[owner.pk, *args])
