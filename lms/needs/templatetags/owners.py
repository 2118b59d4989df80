"""Pages that a cluster and an official have alike: whose they are, and where."""

from typing import Any

from django import template

from lms.clusters.models import Cluster
from lms.needs.addresses import address_of

register = template.Library()
register.simple_tag(address_of)


@register.filter
def is_official(owner: Any) -> bool:
    """Say whether the page is about a person, who is not spoken of as a cluster."""
    return not isinstance(owner, Cluster)
