"""Every write about training plans that means something: compute a draft, publish it."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.clusters.models import Cluster
from lms.needs.beneficiaries import Beneficiary, hold, owned_by, owner_of
from lms.people.models import User

from .models import PlanLine, PlanNeed, TrainingPlan
from .permissions import can_edit_plans
from .plan import PlanResult
from .plan_basis import basis_from, says_the_same
from .plan_findings import finding_words
from .plan_inputs import PlanInputs, plan_inputs
from .plan_names import Names
from .plan_next import Outcome, draft_to_write
from .plan_notices import tell_published
from .plan_titles import titles_of

LONGEST_BUDGET = 500 * 60
Status = TrainingPlan.Status


def compute_plan(
    *,
    owner: Beneficiary,
    budget_minutes: int,
    languages: str,
    pins: Collection[str],
    drops: Collection[str],
    by: User,
    now: datetime,
) -> TrainingPlan:
    """Compute the best plan and write it as the owner's one draft; the draft before is set aside if it says otherwise.

    `pins` and `drops` are codes of modules. Raises ValidationError, one sentence per obstacle, when there is no plan.
    The search runs before the lock is taken: should the needs change meanwhile, `publish_plan` notices.
    """
    if not can_edit_plans(by):
        raise PermissionDenied
    _check(budget_minutes, languages)
    inputs = plan_inputs(owner, languages)
    if not inputs.needs:
        raise ValidationError(_no_needs(owner) % {"cluster": owner})
    result = inputs.solve(budget_minutes=budget_minutes, pins=pins, drops=drops)
    if not result.is_made:
        names = Names(
            titles_of(inputs.modules.values()),
            {key: str(row) for key, row in inputs.needs.items()},
            for_official=not isinstance(owner, Cluster),
        )
        raise ValidationError([finding_words(finding, names) for finding in result.findings if finding.blocks])
    with transaction.atomic():
        chosen = frozenset(inputs.modules[found.code].pk for found in result.decisions if found.chosen)
        plan = draft_to_write(owner, Outcome(basis_from(inputs, languages, pins, drops), result.budget_minutes, chosen))
        plan.languages, plan.computed_by, plan.computed_at = languages, by, now
        _write(plan, inputs, result)
        _write_lines(plan, inputs, result, frozenset(pins), frozenset(drops))
        log(instance=plan, action="wagtail.edit", user=by, data=_logged(plan, pins, drops))
    return plan


@transaction.atomic
def publish_plan(*, plan: TrainingPlan, by: User, now: datetime) -> TrainingPlan:
    """Publish a draft as it was read, in place of the version published before; publishing twice changes nothing.

    Raises ValidationError when the draft was computed again since it was read, its needs or modules changed, or it
    says the same as the version that is published.
    """
    if not can_edit_plans(by):
        raise PermissionDenied
    owner = owner_of(plan)
    hold(owner)
    read_at, plan = plan.computed_at, TrainingPlan.objects.select_related("cluster", "person").get(pk=plan.pk)
    if plan.status == Status.PUBLISHED:
        return plan
    _check_publishable(plan, read_at)
    TrainingPlan.objects.filter(**owned_by(owner), status=Status.PUBLISHED).update(status=Status.SUPERSEDED)
    plan.status, plan.published_by, plan.published_at = Status.PUBLISHED, by, now
    plan.save(update_fields=["status", "published_by", "published_at"])
    log(instance=plan, action="wagtail.publish", user=by, data={"version": plan.version})
    tell_published(plan, owner, by=by, now=now)
    return plan


def is_outdated(plan: TrainingPlan) -> bool:
    """Say whether needs or modules are no longer what the plan was computed from."""
    return plan_inputs(owner_of(plan), plan.languages).digest != plan.inputs_digest


def _no_needs(owner: Beneficiary) -> str:
    if isinstance(owner, Cluster):
        return _("%(cluster)s has no confirmed needs: confirm them first.")
    return _("%(cluster)s has no declared needs: declare them first.")


def _check(budget_minutes: int, languages: str) -> None:
    if not 0 <= budget_minutes <= LONGEST_BUDGET:
        raise ValidationError({"hours": _("The hours of the plan lie between 0 and 500: for example 40 or 37,5.")})
    if languages not in TrainingPlan.Languages.values:
        raise ValidationError({"languages": _("Choose the languages of the team from the list.")})


def _check_publishable(plan: TrainingPlan, read_at: datetime) -> None:
    if plan.status != Status.DRAFT:
        raise ValidationError(_("Version %(version)s was replaced by a later one.") % {"version": plan.version})
    if plan.computed_at != read_at:
        raise ValidationError(_("The draft was computed again since you read it: read it once more, then publish."))
    if is_outdated(plan):
        raise ValidationError(
            _("Needs or modules have changed since this draft was computed: compute it again, then publish.")
        )
    published = TrainingPlan.objects.published().filter(**owned_by(owner_of(plan))).first()
    if published and says_the_same(plan, published):
        raise ValidationError(
            _("Nothing has changed against version %(version)s, which is published: there is nothing to publish.")
            % {"version": published.version}
        )


def _write(plan: TrainingPlan, inputs: PlanInputs, result: PlanResult) -> None:
    plan.inputs_digest = inputs.digest
    plan.budget_minutes, plan.total_minutes = result.budget_minutes, result.minutes
    plan.weighted_gap, plan.weighted_closed = result.weighted_gap, result.weighted_closed
    plan.minimums_met = len(result.minimums_met)
    plan.minimums_open = len(result.minimums_met) + len(result.minimums_missed)
    plan.save()
    PlanNeed.objects.bulk_create(
        PlanNeed(
            plan=plan,
            need=inputs.needs[outcome.need.key],
            weight=outcome.need.weight,
            gap_bp=outcome.need.gap,
            closed_bp=outcome.closed,
            minimum_gap_bp=outcome.need.minimum_gap,
        )
        for outcome in result.outcomes
    )


def _write_lines(
    plan: TrainingPlan, inputs: PlanInputs, result: PlanResult, pins: frozenset[str], drops: frozenset[str]
) -> None:
    """Keep the decision on every module, in the order of the catalogue."""
    decisions = {decision.code: decision for decision in result.decisions}
    PlanLine.objects.bulk_create(
        PlanLine(
            plan=plan,
            module=module,
            position=position,
            is_chosen=decisions[code].chosen,
            is_pinned=code in pins,
            is_dropped=code in drops,
            minutes=module.duration_minutes,
            reason=decisions[code].reason,
            params=dict(decisions[code].params),
        )
        for position, (code, module) in enumerate(inputs.modules.items())
    )


def _logged(plan: TrainingPlan, pins: Collection[str], drops: Collection[str]) -> dict[str, object]:
    """Return what the log keeps of a computation, since versions that were set aside go in time."""
    return {
        "version": plan.version,
        "budget_minutes": plan.budget_minutes,
        "languages": plan.languages,
        "pins": sorted(pins),
        "drops": sorted(drops),
    }
