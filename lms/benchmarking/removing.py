"""Removing open assessments: one by one, or all that an import created. What is closed, or has needs, stays."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from lms.clusters.models import Cluster

from .evidence_files import delete_evidence
from .models import Assessment, BenchmarkImport
from .permissions import can_delete_assessment


@transaction.atomic
def delete_assessment(*, assessment: Assessment, by: Any) -> None:
    """Remove an open assessment with its scores, sheets and files. Raises ValidationError when it is closed or needed.

    Needed by training needs, that is, which rest on it.
    """
    _lock_clusters([assessment.cluster_id])
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("cluster")
    locked = rows.filter(pk=assessment.pk).first()
    if locked is None:
        raise ValidationError(_("This assessment was removed already."), code="removed")
    if not (can_delete_assessment(by) or can_delete_assessment(by, locked)):
        raise PermissionDenied
    _delete(locked, by)


def created_by(upload: BenchmarkImport) -> "QuerySet[Assessment]":
    """Return the assessments that this import created and that are still there."""
    created = Assessment.objects.filter(pk__in=upload.preview.get("created", []))
    return created.select_related("cluster", "framework").order_by("cluster__name")


def open_of(upload: BenchmarkImport) -> "QuerySet[Assessment]":
    """Return what taking this import back would remove."""
    return created_by(upload).filter(status=Assessment.Status.OPEN)


@transaction.atomic
def withdraw_import(*, upload: BenchmarkImport, by: Any, now: datetime) -> int:
    """Remove every open assessment that an import created; return how many. Raises ValidationError, none removed then.

    What it replaced in assessments that were there before stays replaced; what was closed since stays too.
    """
    if not can_delete_assessment(by):
        raise PermissionDenied
    BenchmarkImport.objects.select_for_update().get(pk=upload.pk)
    _lock_clusters(created_by(upload).values_list("cluster", flat=True))
    found = list(open_of(upload).select_for_update(of=("self",)))
    if not found:
        raise ValidationError(_("Nothing of this import is left to be taken back."), code="removed")
    _refuse_replaced(found)
    for assessment in found:
        _delete(assessment, by)
    upload.refresh_from_db()
    upload.options |= {"withdrawn_at": now.isoformat(), "withdrawn": len(found)}
    upload.save(update_fields=["options"])
    return len(found)


def _lock_clusters(pks: Iterable[int]) -> None:
    """Wait for whoever confirms needs of these clusters, so that they are seen; others wait for us."""
    list(Cluster.objects.filter(pk__in=list(pks)).order_by("pk").select_for_update())


def _refuse_replaced(found: Iterable[Assessment]) -> None:
    """Another import has put its own scores there since."""
    pks = [str(assessment.pk) for assessment in found]
    entries = ModelLogEntry.objects.filter(action="benchmarking.replace", object_id__in=pks)
    replaced = set(entries.values_list("object_id", flat=True))
    names = [assessment.cluster.name for assessment in found if str(assessment.pk) in replaced]
    if names:
        sentence = _("Another import has replaced scores since: %(clusters)s. Remove these assessments one by one.")
        raise ValidationError(sentence % {"clusters": ", ".join(names)}, code="replaced")


def _delete(assessment: Assessment, by: Any) -> None:
    if assessment.is_closed:
        sentence = _("%(assessment)s is closed: it is evidence and cannot be removed.")
        raise ValidationError(sentence % {"assessment": assessment}, code="closed")
    log(instance=assessment, action="benchmarking.remove", user=by, data={"file": assessment.source}, deleted=True)
    try:
        for file in assessment.evidence_files.all():
            delete_evidence(file)
        assessment.delete()
    except ProtectedError as error:
        sentence = _("%(assessment)s cannot be removed, since training needs were made from it: close it instead.")
        raise ValidationError(sentence % {"assessment": assessment}, code="needed") from error
