"""Every write about benchmarks that means something."""

from datetime import datetime, timedelta

from .models import BenchmarkImport

KEPT_FOR = timedelta(days=30)


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
