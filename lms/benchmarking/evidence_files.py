"""Files of evidence: added and removed while an assessment is scored, kept as they are once it is closed."""

import uuid
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.pages.uploads import CheckedUpload, checked_upload
from lms.people.models import User

from .models import Assessment, EvidenceFile, Indicator
from .permissions import standing_of
from .refusals import locked, refuse_closed, refuse_unless

MOST_FILES = 10


def add_evidence(
    *, assessment: Assessment, indicator: Indicator, file: "File[Any]", by: User, now: datetime
) -> EvidenceFile:
    """Keep a file beside an indicator. Raises ValidationError for a file that is not accepted or one too many."""
    checked = checked_upload(file)
    with transaction.atomic():
        held = _locked_to_score(assessment, by)
        _refuse_too_many(held, indicator, checked, by)
        kept = EvidenceFile(
            assessment=held,
            indicator=indicator,
            filename=checked.name,
            size=checked.size,
            sha256=checked.sha256,
            uploaded_by=by,
            uploaded_at=now,
        )
        # The name in the storage says nothing of what a person typed.
        kept.file.save(f"{uuid.uuid4()}{PurePosixPath(checked.name).suffix.lower()}", checked.file, save=False)
        try:
            kept.save()
        except Exception:
            kept.file.delete(save=False)
            raise
        _log(kept, "benchmarking.add_file", by)
    return kept


@transaction.atomic
def remove_evidence(*, file: EvidenceFile, by: User, now: datetime) -> None:
    """Take a file away while its assessment is being scored. Raises ValidationError when that is over."""
    held = _locked_to_score(file.assessment, by)
    found = EvidenceFile.objects.filter(pk=file.pk, assessment=held).select_related("indicator").first()
    if found is None:
        raise ValidationError(_("This file was removed already."), code="removed")
    if standing_of(by, held).is_apart and found.uploaded_by_id != by.pk:
        raise ValidationError(_("This file is another assessor's."), code="not_own")
    _log(found, "benchmarking.remove_file", by)
    delete_evidence(found)


def delete_evidence(file: EvidenceFile) -> None:
    """Delete the row, and once that stands, the file; call it inside a transaction."""
    storage, name = file.file.storage, str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def _locked_to_score(assessment: Assessment, by: User) -> Assessment:
    held = locked(assessment)
    refuse_closed(held)
    standing = standing_of(by, held)
    if standing.is_self and standing.is_submitted and standing.manages:
        raise ValidationError(_("The self-assessment was submitted: take it back to change it."), code="submitted")
    refuse_unless(standing.can_score, standing)
    return held


def _refuse_too_many(assessment: Assessment, indicator: Indicator, checked: CheckedUpload, by: User) -> None:
    beside = EvidenceFile.objects.filter(assessment=assessment, indicator=indicator)
    if assessment.assessors_needed > 1:
        beside = beside.filter(uploaded_by=by)
    hashes = list(beside.values_list("sha256", flat=True))
    if checked.sha256 in hashes:
        raise ValidationError(_("%(name)s is here already.") % {"name": checked.name}, code="twice")
    if len(hashes) >= MOST_FILES:
        sentence = _("%(name)s was not added: an indicator takes at most %(limit)s files.")
        raise ValidationError(sentence % {"name": checked.name, "limit": MOST_FILES}, code="too_many")


def _log(file: EvidenceFile, action: str, by: User) -> None:
    data = {"indicator": file.indicator.code}
    if file.assessment.assessors_needed <= 1:
        data |= {"file": file.filename, "sha256": file.sha256}
    log(instance=file.assessment, action=action, user=by, data=data)
