"""The way to a plan and the pages below it."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from courses.plan_addresses import plan_address
from lms.needs.templatetags.crumbs import crumbs_below, reader_of

register = template.Library()


@register.simple_tag(takes_context=True)
def crumbs_of_plan(context: Any, owner: Any, page: str = "") -> list[dict[str, str]]:
    """Return clusters and cluster, or officials and official, then the plan, and the page below it if there is one."""
    return crumbs_below(owner, _("Training plan"), plan_address(owner), page, reader=reader_of(context))


@register.simple_tag
def crumbs_of_plans() -> list[dict[str, str]]:
    """Return the one step to the list of all plans."""
    return [{"label": _("Plans"), "url": ""}]


@register.simple_tag
def crumbs_of_my_path() -> list[dict[str, str]]:
    """Return the one step to an official's own path."""
    return [{"label": _("My path"), "url": ""}]
