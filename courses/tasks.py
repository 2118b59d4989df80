"""Background entry points of plans: load, call an action."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from lms.clusters.models import Cluster
from lms.needs.beneficiaries import Beneficiary
from lms.people.models import User

from .actions import compute_plan


@task(priority=50)  # somebody waits for it: before the search index
def compute_in_background(by: int, language: str, wish: dict[str, Any], cluster: int = 0, person: int = 0) -> list[str]:
    """Compute a draft; return what stands in the way, in the person's language, or nothing when it is written."""
    owner: Beneficiary = Cluster.objects.get(pk=cluster) if cluster else User.objects.get(pk=person)
    with override(language):
        try:
            compute_plan(owner=owner, by=User.objects.get(pk=by), now=timezone.now(), **wish)
        except ValidationError as error:
            return list(error.messages)
        except PermissionDenied:
            return [_("You may no longer compute plans.")]
    return []
