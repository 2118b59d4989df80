"""The way to a cluster's plan and the pages below it."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.needs.templatetags.crumbs import crumbs_below

register = template.Library()


@register.simple_tag
def crumbs_of_plan(cluster: Any, page: str = "") -> list[dict[str, str]]:
    """Return clusters, cluster, plan, and the page below it when there is one."""
    return crumbs_below(cluster, _("Training plan"), reverse("courses:plan", args=[cluster.slug]), page)


@register.simple_tag
def crumbs_of_plans() -> list[dict[str, str]]:
    """Return the one step to the list of all plans."""
    return [{"label": _("Plans"), "url": ""}]
