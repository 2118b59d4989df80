"""What coordinators make of a proposal: a label, or nothing, with the reason."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.clusters.models import Cluster, LabelAward
from lms.people.models import User

from .models import LabelProposal
from .notices import tell_awarded
from .permissions import can_decide_proposals

Status = LabelProposal.Status


@transaction.atomic
def confirm_proposal(
    *, proposal: LabelProposal, valid_from: date, valid_until: date, reason: str, by: User, now: datetime
) -> LabelAward:
    """Write the label and tell the cluster's managers; other days than the rule's need a reason.

    The proposal keeps the rule's days, the label has those confirmed. A second click, or a second coordinator, finds it
    decided: raises ValidationError.
    """
    locked = _held(proposal, by)
    if (valid_from, valid_until) != (locked.valid_from, locked.valid_until) and not reason.strip():
        raise ValidationError({"reason": _("These are not the days of the rule: say why.")})
    award = LabelAward(cluster=locked.cluster, level=locked.level, valid_from=valid_from, valid_until=valid_until)
    _refuse_two_at_once(award)
    award.full_clean()
    award.save()
    log(instance=award, action="wagtail.create", user=by, data={"reason": reason.strip()})
    _decide(locked, Status.CONFIRMED, reason, by=by, now=now, award=award)
    tell_awarded(award, by=by, now=now)
    return award


@transaction.atomic
def dismiss_proposal(*, proposal: LabelProposal, reason: str, by: User, now: datetime) -> LabelProposal:
    """Leave the label unawarded, with the reason; the same assessment does not lead to it again."""
    locked = _held(proposal, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the label is not awarded: the reason stays with the proposal.")})
    return _decide(locked, Status.DISMISSED, reason, by=by, now=now)


def _held(proposal: LabelProposal, by: User) -> LabelProposal:
    """Return the proposal, held together with its cluster until the transaction ends; refuse a decided one."""
    if not can_decide_proposals(by):
        raise PermissionDenied
    Cluster.objects.select_for_update().get(pk=proposal.cluster_id)
    locked = (
        LabelProposal.objects.select_for_update(of=("self",))
        .select_related("cluster", "decided_by")
        .get(pk=proposal.pk)
    )
    if locked.status != Status.OPEN:
        raise ValidationError(decided_words(locked), code="decided")
    return locked


def decided_words(proposal: LabelProposal) -> str:
    """Return what became of a decided proposal, when and by whom."""
    days = {"day": date_format(proposal.decided_at) if proposal.decided_at else "", "person": proposal.decided_by or ""}
    if proposal.status == Status.CONFIRMED:
        return _("The label was confirmed already, on %(day)s by %(person)s.") % days
    return _("The proposal was dismissed already, on %(day)s by %(person)s.") % days


def _refuse_two_at_once(award: LabelAward) -> None:
    """A label that was entered by hand in the meantime must not be awarded a second time."""
    same = LabelAward.objects.filter(cluster=award.cluster, level=award.level, valid_from__lte=award.valid_until)
    there = same.filter(Q(valid_until=None) | Q(valid_until__gte=award.valid_from)).first()
    if there is not None:
        sentence = _("%(cluster)s holds %(label)s from %(day)s already: choose other days, or dismiss the proposal.")
        about = {"cluster": award.cluster, "label": there.get_level_display(), "day": date_format(there.valid_from)}
        raise ValidationError(sentence % about, code="held")


def _decide(
    proposal: LabelProposal, status: str, reason: str, *, by: User, now: datetime, award: LabelAward | None = None
) -> LabelProposal:
    proposal.status, proposal.reason, proposal.award = status, reason.strip(), award
    proposal.decided_by, proposal.decided_at = by, now
    proposal.full_clean(exclude=["cluster", "assessment", "rule", "award", "decided_by"])
    proposal.save()
    action = "labels.confirm" if status == Status.CONFIRMED else "labels.dismiss"
    log(instance=proposal, action=action, user=by, data={"reason": proposal.reason})
    return proposal
