"""Background work on uploads: load, call an action."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_tasks import task

from lms.people.models import User

from .actions import commit_import, read_import, take_back_commit
from .models import BenchmarkImport


@task(priority=50)  # somebody waits for it: before the search index
def read_upload(key: str) -> None:
    """Read an upload into a preview or its problems."""
    if upload := BenchmarkImport.objects.filter(key=key).first():
        read_import(upload=upload, now=timezone.now())


@task(priority=50)  # somebody waits for it: before the search index
def commit_upload(key: str, by: int | None) -> None:
    """Commit an upload on behalf of a person; when that is refused, its page says why."""
    upload = BenchmarkImport.objects.filter(key=key).first()
    person = User.objects.filter(pk=by).first()
    if upload is None or person is None:
        return
    now = timezone.now()
    try:
        agreed = {"replace": upload.options.get("replace", False), "seen": upload.options.get("seen", "")}
        commit_import(upload=upload, by=person, now=now, **agreed)
    except (ValidationError, PermissionDenied):
        take_back_commit(upload=upload, now=now)
