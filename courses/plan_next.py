"""Where a computation is written: into the draft where it says the same, else into the next version."""

from dataclasses import dataclass

from django.db.models import Max

from lms.needs.beneficiaries import Beneficiary, hold, owned_by

from .models import TrainingPlan
from .plan_basis import Basis, basis_of

Status = TrainingPlan.Status
# How many versions that were set aside an owner keeps; a coordinator who tries out more looks at the last ones.
KEPT_ASIDE = 5


@dataclass(frozen=True)
class Outcome:
    """What a computation came to: its basis, the hours that it was given, the keys of the modules that it chose."""

    basis: Basis
    budget_minutes: int
    chosen: frozenset[int]


def draft_to_write(owner: Beneficiary, outcome: Outcome) -> TrainingPlan:
    """Return the owner's draft, emptied, where it says the same; else set it aside and return the next version.

    The next version begins with the note of the draft before, and with its curve where only the hours have changed.
    """
    hold(owner)
    theirs = TrainingPlan.objects.filter(**owned_by(owner))
    before = theirs.filter(status=Status.DRAFT).first()
    if before is not None and _outcome_of(before) == outcome:
        before.lines.all().delete()
        before.needs.all().delete()
        return before
    last = theirs.aggregate(last=Max("version"))["last"] or 0
    following = TrainingPlan(**owned_by(owner), version=last + 1)
    if before is not None:
        following.note = before.note
        following.curve = before.curve if basis_of(before) == outcome.basis else []
        _set_aside(before, owner)
    return following


def _outcome_of(plan: TrainingPlan) -> Outcome:
    chosen = plan.lines.filter(is_chosen=True).values_list("module_id", flat=True)
    return Outcome(basis_of(plan), plan.budget_minutes, frozenset(chosen))


def _set_aside(plan: TrainingPlan, owner: Beneficiary) -> None:
    """Set a draft aside, and remove what was set aside longest ago; the log keeps what each was computed from."""
    plan.status = Status.SET_ASIDE
    plan.save(update_fields=["status"])
    aside = TrainingPlan.objects.filter(**owned_by(owner), status=Status.SET_ASIDE).order_by("-version")
    for old in aside[KEPT_ASIDE:]:
        old.delete()
