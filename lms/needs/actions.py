"""Every write of the coordinators about training needs; what clusters and officials declare is in `declaring.py`.

A form names a gap, never its size: each action reads the latest assessment again and takes the gap that it finds there.
Each holds the row of the cluster, so that a second click waits for the first one and then finds its need.
"""

from collections import Counter
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster
from lms.people.models import User

from .assessed_gaps import EXCELLENCE, AssessedGap, AssessedGaps, assessed_gaps
from .beneficiaries import Beneficiary, hold, owner_of
from .models import TrainingNeed
from .need_records import leave_out, required, save_need
from .notices import tell_left_out
from .permissions import can_decide_needs

NEW, KEPT, DROPPED, GONE = "new", "kept", "dropped", "gone"


def _decides(by: User, owner: Beneficiary) -> None:
    """Refuse whoever may not decide; hold the owner's row until the transaction ends."""
    if not can_decide_needs(by):
        raise PermissionDenied
    hold(owner)


def _gaps_as_seen(cluster: Cluster, reference: str, assessment_pk: int) -> AssessedGaps:
    """Return the gaps of the assessment that the person looked at; refuse when it is no longer the latest."""
    if reference not in TrainingNeed.Reference.values:
        raise ValidationError(_("Choose what the scores are held against from the list."))
    found = assessed_gaps(cluster, reference)
    if found is None:
        raise ValidationError(_("%(cluster)s has no assessment yet: import one first.") % {"cluster": cluster})
    if found.assessment.pk != assessment_pk:
        raise ValidationError(
            _("These are not the gaps of the latest assessment of %(cluster)s: look at them again, then confirm.")
            % {"cluster": cluster}
        )
    return found


@transaction.atomic
def confirm_gaps(
    *, cluster: Cluster, assessment_pk: int, reference: str, percent: Decimal, by: User, now: datetime
) -> Counter[str]:
    """Confirm every gap of this share of the range or more; return how many were new, kept as they were, or dropped.

    What was dropped with a reason stays dropped: it is confirmed again one by one.
    """
    _decides(by, cluster)
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise ValidationError(_("The line is a percentage from 0 to 100: for example 25."))
    found = _gaps_as_seen(cluster, reference, assessment_pk)
    gaps = found.at_least(int((percent * 100).to_integral_value("ROUND_CEILING")))
    statuses = dict(found.assessment.needs.values_list("indicator", "status"))
    counts = Counter({NEW: 0, KEPT: 0, DROPPED: 0})
    for gap in gaps:
        status = statuses.get(gap.indicator.pk)
        counts[NEW if status is None else DROPPED if status == TrainingNeed.Status.DROPPED else KEPT] += 1
        if status is None:
            save_need(_from_gap(cluster, found, gap), by=by, now=now)
    return counts


@transaction.atomic
def confirm_gap(
    *,
    cluster: Cluster,
    assessment_pk: int,
    indicator_pk: int,
    reference: str,
    priority: int,
    reason: str,
    by: User,
    now: datetime,
) -> TrainingNeed:
    """Confirm one gap, or change its need: a dropped one counts again, a confirmed one gets priority and reason."""
    _decides(by, cluster)
    found = _gaps_as_seen(cluster, reference, assessment_pk)
    gap = found.of_indicator(indicator_pk)
    if gap is None:
        raise ValidationError(_no_gap(found, indicator_pk))
    need = found.assessment.needs.filter(indicator=indicator_pk).first() or TrainingNeed()
    need = _from_gap(cluster, found, gap, need)
    need.priority, need.reason = priority, reason.strip()
    return save_need(need, by=by, now=now)


@transaction.atomic
def drop_need(*, need: TrainingNeed, reason: str, by: User, now: datetime) -> TrainingNeed:
    """Leave a need out of plans, with the reason; a need that is dropped already keeps the first reason.

    Whoever declared it is told, and the people whom it was declared for.
    """
    owner = owner_of(need)
    _decides(by, owner)
    need.refresh_from_db()
    reason = required(reason, _("Say why the need is dropped: the reason stays beside it in the list."))
    if need.status == TrainingNeed.Status.DROPPED:
        return need
    declared_by = need.decided_by
    leave_out(need, reason, by=by, now=now)
    if need.origin == TrainingNeed.Origin.DECLARED:
        tell_left_out(need, owner, declared_by=declared_by, by=by, now=now)
    return need


@transaction.atomic
def renew_needs(*, cluster: Cluster, assessment_pk: int, by: User, now: datetime) -> Counter[str]:
    """Carry confirmed needs of older assessments over to the latest one; return how many were renewed, kept or gone.

    Each keeps its reference, priority and reason, with today's score and gap; `gone` is what has no gap any more, and
    is left out with that reason. What the latest round did not assess is gone too, but goes on waiting.
    """
    _decides(by, cluster)
    _gaps_as_seen(cluster, EXCELLENCE, assessment_pk)
    counts = Counter({NEW: 0, KEPT: 0, GONE: 0})
    older = older_needs(cluster, assessment_pk)
    rounds = {reference: assessed_gaps(cluster, reference) for reference in {need.reference for need in older}}
    settled = set(TrainingNeed.objects.filter(assessment=assessment_pk).values_list("indicator__code", flat=True))
    for need in older:
        code = need.indicator.code if need.indicator else ""
        outcome = KEPT if code in settled else _renew(need, code, rounds[need.reference], by=by, now=now)
        counts[outcome] += 1
        if outcome != GONE:
            settled.add(code)
    return counts


def older_needs(cluster: Cluster, assessment_pk: int) -> list[TrainingNeed]:
    """Return the confirmed needs from other assessments than this one, the latest first."""
    needs = TrainingNeed.objects.confirmed().filter(cluster=cluster, origin=TrainingNeed.Origin.GAP)
    ordered = needs.exclude(assessment=assessment_pk).order_by("-assessment__assessed_on", "-assessment", "pk")
    return list(ordered.select_related("cluster", "indicator", "competence", "assessment", "decided_by"))


def _renew(old: TrainingNeed, code: str, found: AssessedGaps | None, *, by: User, now: datetime) -> str:
    gap = next((gap for gap in found.below if gap.indicator.code == code), None) if found else None
    if found is None or gap is None:
        if found is not None and found.has_met(code):
            _settle(old, found, by=by, now=now)
        return GONE
    need = _from_gap(found.assessment.cluster, found, gap)
    need.priority, need.reason = old.priority, old.reason
    save_need(need, by=by, now=now)
    return NEW


def _settle(old: TrainingNeed, found: AssessedGaps, *, by: User, now: datetime) -> None:
    """Leave out a need whose gap the latest round has closed: otherwise it would wait to be renewed for ever."""
    day = date_format(found.assessment.assessed_on)
    old.status = TrainingNeed.Status.DROPPED
    old.reason = _("The round of %(day)s shows no gap any more.") % {"day": day}
    save_need(old, by=by, now=now)


def _from_gap(
    cluster: Cluster, found: AssessedGaps, gap: AssessedGap, need: TrainingNeed | None = None
) -> TrainingNeed:
    """Write into a need, new unless one is given, where it comes from."""
    need = need or TrainingNeed()
    need.cluster, need.origin, need.status = cluster, TrainingNeed.Origin.GAP, TrainingNeed.Status.CONFIRMED
    need.assessment, need.indicator, need.reference = found.assessment, gap.indicator, found.reference
    need.score, need.reference_level, need.gap_bp = gap.score, gap.level, gap.gap_bp
    return need


def _no_gap(found: AssessedGaps, indicator_pk: int) -> str:
    """Say why an indicator cannot be confirmed: another framework's, not assessed, nothing to hold it against, met."""
    indicator = next((i for i in found.indicators.values() if i.pk == indicator_pk), None)
    if indicator is None:
        return _("This indicator is not in the framework %(framework)s: choose one from the list of gaps.") % {
            "framework": found.assessment.framework
        }
    status = next(gap.status for gap in found.gaps if gap.indicator == indicator.code)
    words = {
        "missing_score": _("%(code)s was not assessed, so there is no gap to confirm: declare a need instead."),
        "no_reference": _("%(code)s has nothing to be held against with this reference: choose another one."),
    }
    met = _("%(code)s is at its reference or above: there is no gap to confirm.")
    return words.get(status, met) % {"code": indicator.code}
