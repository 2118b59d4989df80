"""Every write about benchmarks that means something: imports, and the uploads on their way in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .import_findings import Conflict, ImportRefused, stored
from .import_reading import read_benchmark
from .import_record import stored_preview
from .import_writing import Written, conflicts_of, preview_of, write_benchmark
from .models import BenchmarkImport
from .permissions import can_import_benchmarks
from .workbook import MAX_BYTES, Code, ParsedWorkbook, Problem, Reading

KEPT_FOR = timedelta(days=30)
LONGEST_NAME = 250
Status = BenchmarkImport.Status


def import_file(
    *, content: bytes, filename: str, options: Mapping[str, str], replace: bool, by: Any, now: datetime
) -> Written:
    """Import a file in one go; `by` is none for the operator's console. Raises ImportRefused, nothing changed then."""
    if by is not None and not can_import_benchmarks(by):
        raise PermissionDenied
    reading = read_benchmark(content, filename, options, timezone.localdate(now))
    return write_benchmark(workbook=_understood(reading), replace=replace, source=filename[-LONGEST_NAME:], by=by)


def start_import(*, file: "File[Any]", options: Mapping[str, str], by: Any, now: datetime) -> BenchmarkImport:
    """Keep an uploaded file for the background work that reads it. Raises ImportRefused for one of over 10 MB."""
    if not can_import_benchmarks(by):
        raise PermissionDenied
    if file.size > MAX_BYTES:
        raise ImportRefused([Problem(Code.TOO_LARGE, params={"limit": MAX_BYTES // 1024**2})])
    name = PurePath(file.name or "").name.replace("\x00", "")[-LONGEST_NAME:]
    upload = BenchmarkImport(filename=name, uploaded_by=by, options={**options, "queued_at": now.isoformat()})
    upload.file.save(f"{upload.key}{PurePath(name).suffix[:10]}", file)
    return upload


def read_import(*, upload: BenchmarkImport, now: datetime) -> None:
    """Read an upload into a preview, or into everything that is wrong with it; a second time does no harm."""
    _show_progress(upload, 10)
    reading = _reading(upload, now)
    _show_progress(upload, 80)
    fields = _fields(reading.workbook) if reading.workbook else _refused(reading.problems)
    BenchmarkImport.objects.filter(pk=upload.pk, status=Status.READING).update(**fields, progress=100)
    upload.refresh_from_db()


@transaction.atomic
def ask_to_commit(*, upload: BenchmarkImport, replace: bool, seen: str, by: Any, now: datetime) -> BenchmarkImport:
    """Mark an upload for the background work that commits it. Raises ValidationError unless it is ready for it.

    `seen` is the digest of the preview that the person looked at.
    """
    if not can_import_benchmarks(by):
        raise PermissionDenied
    locked = BenchmarkImport.objects.select_for_update().get(pk=upload.pk)
    if locked.status != Status.READY:
        raise ValidationError(_("This upload cannot be committed: see below what has become of it."))
    locked.status, locked.progress = Status.COMMITTING, 0
    locked.options |= {"queued_at": now.isoformat(), "replace": replace, "seen": seen, "taken_back": False}
    locked.save(update_fields=["status", "progress", "options"])
    return locked


def commit_import(*, upload: BenchmarkImport, replace: bool, seen: str, by: Any, now: datetime) -> Written:
    """Import the stored file whole, read anew: nothing that a preview said is trusted, but it must still hold.

    `seen` is the digest of the preview that the person agreed to. Raises ImportRefused when file or database forbid
    it, ValidationError when the upload was committed already; nothing is written then.
    """
    if not can_import_benchmarks(by):
        raise PermissionDenied
    workbook = _understood(_reading(upload, now))
    with transaction.atomic():
        locked = BenchmarkImport.objects.select_for_update().get(pk=upload.pk)
        if locked.status not in (Status.READY, Status.COMMITTING):
            raise ValidationError(_("This upload was committed already."), code="committed")
        written = write_benchmark(workbook=workbook, replace=replace, source=upload.filename, by=by, seen=seen)
        locked.status, locked.committed_at, locked.progress = Status.COMMITTED, now, 100
        locked.preview, locked.problems = stored_preview(workbook, written.clusters), []
        locked.preview["created"] = list(written.created)
        locked.save(update_fields=["status", "committed_at", "progress", "preview", "problems"])
    upload.refresh_from_db()
    return written


def take_back_commit(*, upload: BenchmarkImport, now: datetime) -> None:
    """After a refused commit, read the upload again, so that its page says what stands in the way now."""
    waiting = BenchmarkImport.objects.filter(pk=upload.pk, status=Status.COMMITTING)
    if waiting.update(status=Status.READING, progress=0, options=upload.options | {"taken_back": True}):
        upload.refresh_from_db()
        read_import(upload=upload, now=now)


def resume_import(*, upload: BenchmarkImport, by: Any, now: datetime) -> BenchmarkImport:
    """Queue once more what the background work left lying. Raises ValidationError when nothing is to be done."""
    if not can_import_benchmarks(by):
        raise PermissionDenied
    if upload.status not in (Status.READING, Status.COMMITTING):
        raise ValidationError(_("There is nothing left to do for this upload."))
    options = upload.options | {"queued_at": now.isoformat()}
    BenchmarkImport.objects.filter(pk=upload.pk, status=upload.status).update(progress=0, options=options)
    return upload


def purge_old_imports(*, now: datetime) -> int:
    """Delete the files of uploads older than thirty days, and the uploads that came to nothing; return how many."""
    old = BenchmarkImport.objects.filter(uploaded_at__lt=now - KEPT_FOR).exclude(file="", status=Status.COMMITTED)
    purged = list(old)
    for upload in purged:
        if upload.file:
            upload.file.delete(save=False)
        if upload.status == Status.COMMITTED:
            upload.save(update_fields=["file"])
        else:
            upload.delete()
    return len(purged)


def _understood(reading: Reading) -> ParsedWorkbook:
    if reading.workbook is None:
        raise ImportRefused(reading.problems)
    return reading.workbook


def _reading(upload: BenchmarkImport, now: datetime) -> Reading:
    try:
        with upload.file.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):  # no longer kept
        return Reading(None, (Problem(Code.UNREADABLE),))
    return read_benchmark(content, upload.filename, upload.options, timezone.localdate(now))


def _fields(workbook: ParsedWorkbook) -> dict[str, Any]:
    previews = preview_of(workbook)
    preview = stored_preview(workbook, previews)
    if conflicts := conflicts_of(workbook, previews, replace=True):
        return _refused(conflicts) | {"preview": preview}
    return {"status": Status.READY, "preview": preview, "problems": []}


def _refused(findings: "tuple[Problem, ...] | list[Conflict]") -> dict[str, Any]:
    problems = [stored(finding) for finding in findings]
    return {"status": Status.REFUSED, "preview": {}, "problems": problems}


def _show_progress(upload: BenchmarkImport, percent: int) -> None:
    BenchmarkImport.objects.filter(pk=upload.pk, status=Status.READING).update(progress=percent)
