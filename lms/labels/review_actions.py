"""What a coordinator or an assessor says of evidence and of areas of improvement."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .evidence_actions import Piece, held
from .models.evidence import Review
from .notices import tell_reviewed
from .permissions import can_review
from .proposing import propose_labels


@transaction.atomic
def review_piece(*, piece: Piece, accepted: bool, reason: str, seen: str, by: User, now: datetime) -> Piece:
    """Accept a piece, or not, with the reason; the same word again changes nothing. Who wrote it is told.

    `seen` is the version that the person read: what was changed since is read again first.
    """
    if not can_review(by, piece):
        raise PermissionDenied
    locked = held(piece)
    if locked.version != seen:
        raise ValidationError(
            _("It was changed while you were reading: look at it again, then decide."), code="changed"
        )
    reason = reason.strip()
    if not accepted and not reason:
        raise ValidationError({"reason": _("Say what is missing: the cluster reads it.")})
    review = Review.ACCEPTED if accepted else Review.REFUSED
    if (locked.review, locked.review_reason) == (review, reason):
        return locked
    locked.review, locked.review_reason, locked.reviewed_by, locked.reviewed_at = review, reason, by, now
    locked.full_clean(exclude=["cluster", "written_by", "reviewed_by"])
    locked.save(update_fields=["review", "review_reason", "reviewed_by", "reviewed_at"])
    action = "labels.accept" if accepted else "labels.refuse"
    log(instance=locked, action=action, user=by, data={"reason": reason})
    tell_reviewed(locked, now=now)
    if accepted:
        propose_labels(now=now, clusters=[locked.cluster_id])
    return locked
