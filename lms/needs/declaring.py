"""Every write about declared needs: by a cluster or an official who asks, or by a coordinator for them.

A declared need counts at once. Each action holds the row of the cluster or official, so that two who declare the same
competence at the same moment make one need, and a second click finds what the first one wrote.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster
from lms.people.models import User

from .beneficiaries import Beneficiary, hold, owned_by, owner_of
from .models import Competence, TrainingNeed
from .need_records import leave_out, required, save_need
from .notices import tell_declared, tell_left_out
from .permissions import can_declare_need, can_withdraw_need
from .rated_competences import gap_of

Status = TrainingNeed.Status


@transaction.atomic
def declare_need(
    *, owner: Beneficiary, competence: Competence, priority: int, reason: str, by: User, now: datetime
) -> TrainingNeed:
    """Declare a need without a score, or change it: one per competence. The reason stands in for the score.

    An official's need takes its gap from the ratings, where they show one. The same again changes nothing.
    """
    _asks(by, owner)
    need, before = _declared(owner, competence)
    need.priority, need.reason = priority, required(reason, _("Say why this is needed: there is no score behind it."))
    need.gap_bp = _rated_gap(owner, competence)
    return _keep(need, before, owner, by=by, now=now)


@transaction.atomic
def take_over_gap(*, person: User, competence: Competence, by: User, now: datetime) -> TrainingNeed:
    """Make a need of what the ratings are below the target, or read the gap of that need again.

    Raises ValidationError when the ratings show no gap, or when the need was left out with a reason.
    """
    _asks(by, person)
    gap = gap_of(person, competence)
    if not gap.is_below:
        raise ValidationError(
            _("The ratings of “%(competence)s” are not below its target: declare the need and say why, or rate again.")
            % {"competence": competence}
        )
    need, before = _declared(person, competence)
    if before and before[0] == Status.DROPPED:
        raise ValidationError(
            _("“%(competence)s” was left out, with a reason: declare it again and say why it is needed after all.")
            % {"competence": competence}
        )
    need.gap_bp = gap.gap_bp
    return _keep(need, before, person, by=by, now=now)


@transaction.atomic
def withdraw_need(*, need: TrainingNeed, reason: str, by: User, now: datetime) -> TrainingNeed:
    """Take a declared need back, with the reason; one that is left out already keeps the first reason."""
    owner = owner_of(need)
    if not can_withdraw_need(by, need):
        raise PermissionDenied
    hold(owner)
    need.refresh_from_db()
    reason = required(reason, _("Say why the need is withdrawn: the reason stays beside it in the list."))
    if need.status == Status.DROPPED:
        return need
    declared_by = need.decided_by
    leave_out(need, reason, by=by, now=now)
    tell_left_out(need, owner, declared_by=declared_by, by=by, now=now)
    return need


def _asks(by: User, owner: Beneficiary) -> None:
    """Refuse whoever may not declare; hold the owner's row until the transaction ends."""
    if not can_declare_need(by, owner):
        raise PermissionDenied
    hold(owner)


def _declared(owner: Beneficiary, competence: Competence) -> tuple[TrainingNeed, tuple[object, ...] | None]:
    """Return the owner's need of this competence, confirmed, and what it said before; a new one said nothing."""
    origin = TrainingNeed.Origin.DECLARED
    need = TrainingNeed.objects.filter(**owned_by(owner), competence=competence, origin=origin).first()
    before = _says(need) if need else None
    need = need or TrainingNeed(**owned_by(owner), competence=competence, origin=origin)
    need.status = Status.CONFIRMED
    return need, before


def _says(need: TrainingNeed) -> tuple[object, ...]:
    return need.status, need.priority, need.reason, need.gap_bp


def _rated_gap(owner: Beneficiary, competence: Competence) -> int | None:
    return None if isinstance(owner, Cluster) else gap_of(owner, competence).gap_bp or None


def _keep(
    need: TrainingNeed, before: tuple[object, ...] | None, owner: Beneficiary, *, by: User, now: datetime
) -> TrainingNeed:
    """Write a need that says something new; tell the other side of one that did not count before."""
    if _says(need) == before:
        return need
    save_need(need, by=by, now=now)
    if before is None or before[0] == Status.DROPPED:
        tell_declared(need, owner, by=by, now=now)
    return need
