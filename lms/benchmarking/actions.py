"""Every write about benchmarks that means something."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from .import_findings import ImportRefused
from .import_reading import read_benchmark
from .import_writing import Written, write_benchmark
from .models import BenchmarkImport
from .permissions import can_import_benchmarks

KEPT_FOR = timedelta(days=30)


def import_file(
    *, content: bytes, filename: str, options: Mapping[str, str], replace: bool, by: Any, now: datetime
) -> Written:
    """Import a file in one go; `by` is none for the operator's console. Raises ImportRefused, nothing changed then."""
    if by is not None and not can_import_benchmarks(by):
        raise PermissionDenied
    reading = read_benchmark(content, filename, options, timezone.localdate(now))
    if reading.workbook is None:
        raise ImportRefused(reading.problems)
    return write_benchmark(workbook=reading.workbook, replace=replace, source=filename, by=by)


def purge_old_imports(*, now: datetime) -> int:
    """Delete the files of uploads older than thirty days, and the uploads that came to nothing; return how many."""
    old = BenchmarkImport.objects.filter(uploaded_at__lt=now - KEPT_FOR).exclude(file="", status="committed")
    for upload in old:
        upload.file.delete(save=False)
        if upload.status == BenchmarkImport.Status.COMMITTED:
            upload.save(update_fields=["file"])
        else:
            upload.delete()
    return len(old)
