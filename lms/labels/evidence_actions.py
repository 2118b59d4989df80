"""Every write about what a cluster brings towards a label: pieces of evidence and areas of improvement.

Each holds the row of the cluster, so that a second click waits for the first one and then finds what it did.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.benchmarking.models import Indicator
from lms.clusters.models import Cluster
from lms.pages.uploads import checked_upload
from lms.people.models import User

from .label_records import rule_book
from .models import ImprovementArea, LabelEvidence, LabelRequirement
from .models.evidence import Review
from .permissions import can_bring_evidence

MOST_PIECES, MOST_AREAS = 30, 12
Piece = TypeVar("Piece", bound=LabelEvidence | ImprovementArea)


@transaction.atomic
def add_evidence(
    *, cluster: Cluster, level: str, requirement: str, text: str, file: Any, by: User, now: datetime
) -> LabelEvidence:
    """Attach a text, a file, or both to a requirement that the label asks today."""
    _brings(by, cluster)
    if asked_evidence(level, requirement, now) is None:
        raise ValidationError(_("The label no longer asks for this: go back to the track and look at it again."))
    piece = LabelEvidence(cluster=cluster, level=level, requirement=requirement, text=text.strip())
    if not piece.text and not file:
        raise ValidationError(_("Write a text, choose a file, or both."))
    checked = checked_upload(file) if file else None
    piece.filename = checked.name if checked else ""
    _refuse_again(piece)
    piece.written_by, piece.written_at = by, now
    if checked:
        piece.file.save(f"{piece.key}{PurePath(checked.name).suffix[:10].lower()}", checked.file, save=False)
    piece.full_clean(exclude=["cluster", "written_by"])
    piece.save()
    log(instance=piece, action="wagtail.create", user=by, data={"requirement": requirement})
    return piece


def asked_evidence(level: str, requirement: str, now: datetime) -> LabelRequirement | None:
    """Return the requirement, when the rule in force asks it and evidence answers it."""
    rule = rule_book().in_force(level, timezone.localdate(now))
    asked = rule.requirements.filter(code=requirement, kind=LabelRequirement.Kind.EVIDENCE) if rule else None
    return asked.first() if asked else None


def _refuse_again(piece: LabelEvidence) -> None:
    """Refuse what is there already, and more than anybody would look at."""
    there = LabelEvidence.objects.filter(cluster=piece.cluster, requirement=piece.requirement)
    if there.filter(text=piece.text, filename=piece.filename).exclude(review=Review.REFUSED).exists():
        raise ValidationError(_("The same text and file are attached already."), code="twice")
    if there.count() >= MOST_PIECES:
        sentence = _("There are %(most)s pieces already: remove one before you attach another.")
        raise ValidationError(sentence % {"most": MOST_PIECES}, code="too_many")


@transaction.atomic
def remove_evidence(*, piece: LabelEvidence, by: User) -> None:
    """Take a piece away that is not accepted, with its file."""
    _brings(by, piece.cluster)
    locked = held(piece)
    refuse_accepted(locked)
    log(instance=locked, action="wagtail.delete", user=by, data={"requirement": locked.requirement}, deleted=True)
    name, storage = locked.file.name, locked.file.storage
    locked.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def save_improvement(
    *,
    cluster: Cluster,
    area: ImprovementArea | None,
    title: str,
    what_changed: str,
    effect: str,
    indicators: Iterable[Indicator],
    by: User,
    now: datetime,
) -> ImprovementArea:
    """Describe an area of improvement, or change one that is not accepted: it is looked at again then."""
    _brings(by, cluster)
    found = _for_writing(cluster, area)
    action = "wagtail.edit" if found.pk else "wagtail.create"
    found.title, found.what_changed, found.effect = title.strip(), what_changed.strip(), effect.strip()
    found.written_by, found.written_at = by, now
    found.review, found.review_reason, found.reviewed_by, found.reviewed_at = Review.WAITING, "", None, None
    found.full_clean(exclude=["cluster", "written_by"])
    found.save()
    found.indicators.set(indicators)
    log(instance=found, action=action, user=by)
    return found


def _for_writing(cluster: Cluster, area: ImprovementArea | None) -> ImprovementArea:
    if area is not None:
        locked = held(area)
        refuse_accepted(locked)
        return locked
    if ImprovementArea.objects.filter(cluster=cluster).count() >= MOST_AREAS:
        sentence = _("There are %(most)s areas already: remove one before you describe another.")
        raise ValidationError(sentence % {"most": MOST_AREAS}, code="too_many")
    return ImprovementArea(cluster=cluster)


@transaction.atomic
def remove_improvement(*, area: ImprovementArea, by: User) -> None:
    """Take an area away that is not accepted."""
    _brings(by, area.cluster)
    locked = held(area)
    refuse_accepted(locked)
    log(instance=locked, action="wagtail.delete", user=by, deleted=True)
    locked.delete()


def held(piece: Piece) -> Piece:
    """Return a piece as it is now, held until the transaction ends. Raises ValidationError when it was removed."""
    locked: Piece | None = type(piece)._default_manager.select_for_update().filter(pk=piece.pk).first()  # type: ignore[assignment]  # one of two models
    if locked is None:
        raise ValidationError(_("It was removed in the meantime: go back to the track."), code="gone")
    return locked


def refuse_accepted(piece: LabelEvidence | ImprovementArea) -> None:
    """Keep what was accepted as it is."""
    if piece.is_accepted:
        raise ValidationError(
            _("It is accepted and stays as it is: a coordinator or an assessor can take the acceptance back."),
            code="accepted",
        )


def _brings(by: User, cluster: Cluster) -> None:
    """Refuse whoever may not bring anything; hold the cluster's row until the transaction ends."""
    if not can_bring_evidence(by, cluster):
        raise PermissionDenied
    Cluster.objects.select_for_update().get(pk=cluster.pk)
