"""What a version was computed from besides its hours, and whether two versions say the same."""

from collections.abc import Collection
from dataclasses import dataclass

from .models import TrainingPlan
from .plan_inputs import PlanInputs


@dataclass(frozen=True)
class Basis:
    """Needs and modules (their digest), languages, and the keys of the modules that a coordinator wants in or out."""

    digest: str
    languages: str
    pins: frozenset[int]
    drops: frozenset[int]


def basis_of(plan: TrainingPlan) -> Basis:
    """Return the basis of a version that was computed; its lines hold every module that was wanted in or out."""
    lines = list(plan.lines.all())
    return Basis(
        digest=plan.inputs_digest,
        languages=plan.languages,
        pins=frozenset(line.module_id for line in lines if line.is_pinned),
        drops=frozenset(line.module_id for line in lines if line.is_dropped),
    )


def basis_from(inputs: PlanInputs, languages: str, pins: Collection[str], drops: Collection[str]) -> Basis:
    """Return the basis of a version that is about to be computed; `pins` and `drops` are codes."""
    keys = {code: module.pk for code, module in inputs.modules.items()}
    wanted, left_out = (frozenset(keys[code] for code in codes if code in keys) for codes in (pins, drops))
    return Basis(inputs.digest, languages, wanted, left_out)


def says_the_same(draft: TrainingPlan, published: TrainingPlan) -> bool:
    """Say whether publishing the draft would change nothing that managers read.

    The same basis and hours give the same plan, to the last tie. A draft without a note has nothing to add.
    """
    return (
        bool(draft.inputs_digest)
        and draft.budget_minutes == published.budget_minutes
        and draft.note in ("", published.note)
        and basis_of(draft) == basis_of(published)
        and {entry.need_id for entry in draft.needs.all()} == {entry.need_id for entry in published.needs.all()}
    )
