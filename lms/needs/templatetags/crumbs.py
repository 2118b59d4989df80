"""The way to the pages of a cluster's needs, and below any cluster."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def crumbs_of_needs(cluster: Any, page: str = "") -> list[dict[str, str]]:
    """Return clusters, cluster, needs, and the page below them when there is one."""
    return crumbs_below(cluster, _("Training needs"), reverse("needs:needs", args=[cluster.slug]), page)


def crumbs_below(cluster: Any, label: str, url: str, page: str) -> list[dict[str, str]]:
    """Return the way from all clusters down to a page of one; the last step has no address."""
    items = [
        {"label": _("Clusters"), "url": reverse("dashboard:clusters")},
        {"label": cluster.name, "url": reverse("dashboard:cluster", args=[cluster.slug])},
        {"label": label, "url": url if page else ""},
    ]
    return [*items, {"label": page, "url": ""}] if page else items
