"""The main navigation, by role."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.people.models import Role
from lms.people.permissions import is_coordinator


@dataclass(frozen=True)
class Item:
    """One entry: its words, address, and whether the reader is there."""

    label: str
    url: str
    is_current: bool


def navigation_for(user: Any, path: str) -> list[Item]:
    """Return the entries for this person on this path; pages of the CMS are added by the template."""
    entries = [(_("Clusters"), reverse("dashboard:clusters"))]
    if user is not None and user.is_authenticated:
        entries.append((_("My desk"), reverse("dashboard:desk")))
        entries += _by_role(user)
    return [Item(label, url, path == url) for label, url in entries]


def _by_role(user: Any) -> list[tuple[str, str]]:
    if is_coordinator(user):
        return [(_("Benchmarks"), reverse("benchmarking:overview")), (_("Plans"), reverse("courses:plans"))]
    own = user.clusters_as(Role.CLUSTER_MANAGER)
    if len(own) != 1:
        return []
    slug = own[0].slug
    return [
        (_("Benchmark"), reverse("benchmarking:benchmark", args=[slug])),
        (_("Training plan"), reverse("courses:plan", args=[slug])),
    ]
