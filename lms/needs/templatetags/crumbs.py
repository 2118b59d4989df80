"""The way to the pages of needs, and below any cluster or official."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster
from lms.needs.addresses import address_of

register = template.Library()


@register.simple_tag(takes_context=True)
def crumbs_of_needs(context: Any, owner: Any, page: str = "") -> list[dict[str, str]]:
    """Return the way to the needs of a cluster or an official, and the page below them when there is one."""
    if isinstance(owner, Cluster):
        return crumbs_below(owner, _("Training needs"), address_of(owner, "needs:needs"), page)
    items = above(owner, reader_of(context))
    return [*items, {"label": page, "url": ""}] if page else items


@register.simple_tag
def crumbs_of_officials() -> list[dict[str, str]]:
    """Return the one step to the list of officials."""
    return [{"label": _("Regional officials"), "url": ""}]


def reader_of(context: Any) -> Any:
    """Return who reads the page; error pages are rendered without a request."""
    return context.request.user if context.request else None


def crumbs_below(owner: Any, label: str, url: str, page: str, *, reader: Any = None) -> list[dict[str, str]]:
    """Return the way down to a page of a cluster or an official; the last step has no address.

    Officials come to their own pages from their path, everybody else from the list of officials.
    """
    items = [*above(owner, reader), {"label": label, "url": url if page else ""}]
    return [*items, {"label": page, "url": ""}] if page else items


def above(owner: Any, reader: Any) -> list[dict[str, str]]:
    """Return the steps above the pages of a cluster or an official."""
    if isinstance(owner, Cluster):
        return [
            {"label": _("Clusters"), "url": reverse("dashboard:clusters")},
            {"label": owner.name, "url": reverse("dashboard:cluster", args=[owner.slug])},
        ]
    if owner == reader:
        return [{"label": _("My path"), "url": reverse("courses:my_path")}]
    return [
        {"label": _("Regional officials"), "url": reverse("needs:officials")},
        {"label": str(owner), "url": address_of(owner, "needs:needs")},
    ]
