"""Writes the curve of a draft. Nobody asks for it but the computation itself, so nothing is logged."""

from django.db import transaction

from lms.needs.beneficiaries import hold, owner_of

from .actions import LONGEST_BUDGET
from .models import TrainingPlan
from .plan_basis import basis_of
from .plan_curve import find_curve
from .plan_curve_points import as_json
from .plan_inputs import PlanInputs, plan_inputs

Status = TrainingPlan.Status


def write_curve(*, plan: TrainingPlan) -> bool:
    """Find the curve of a draft and keep it, unless it is there or the draft is no longer what it was found for.

    Return whether it was written. The search runs before the lock is taken, as that of the plan itself does.
    """
    if plan.status != Status.DRAFT or plan.curve:
        return False
    basis, inputs = basis_of(plan), plan_inputs(owner_of(plan), plan.languages)
    if inputs.digest != basis.digest:
        return False
    points = find_curve(
        inputs.weighted,
        inputs.candidates,
        pins=_codes(inputs, basis.pins),
        drops=_codes(inputs, basis.drops),
        longest=LONGEST_BUDGET,
    )
    with transaction.atomic():
        hold(owner_of(plan))
        now = TrainingPlan.objects.filter(pk=plan.pk, status=Status.DRAFT).first()
        if now is None or basis_of(now) != basis:
            return False
        now.curve = as_json(points)
        now.save(update_fields=["curve"])
    return True


def _codes(inputs: PlanInputs, modules: frozenset[int]) -> list[str]:
    return [code for code, module in inputs.modules.items() if module.pk in modules]
