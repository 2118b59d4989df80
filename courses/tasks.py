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
from .curve_actions import write_curve
from .models import TrainingPlan


@task(priority=50)  # somebody waits for it: before the search index
def compute_in_background(by: int, language: str, wish: dict[str, Any], cluster: int = 0, person: int = 0) -> list[str]:
    """Compute a draft; return what stands in the way, in the person's language, or nothing when it is written."""
    owner: Beneficiary = Cluster.objects.get(pk=cluster) if cluster else User.objects.get(pk=person)
    with override(language):
        try:
            plan = compute_plan(owner=owner, by=User.objects.get(pk=by), now=timezone.now(), **wish)
        except ValidationError as error:
            return list(error.messages)
        except PermissionDenied:
            return [_("You may no longer compute plans.")]
    ask_for_curve(plan)
    return []


@task(priority=20)  # after the plans that somebody waits for
def draw_curve(plan: int) -> bool:
    """Find the curve of a draft; return whether there was still a draft to write it to."""
    draft = TrainingPlan.objects.select_related("cluster", "person").filter(pk=plan).first()
    return draft is not None and write_curve(plan=draft)


def ask_for_curve(plan: TrainingPlan) -> None:
    """Have the curve of a draft found in the background, unless it is there: only its hours have changed then."""
    if not plan.curve:
        draw_curve.enqueue(plan=plan.pk)
