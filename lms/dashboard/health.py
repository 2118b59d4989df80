"""Probes: `/healthz` says that the process answers, `/readyz` that it can do its work."""

import os
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.access import anyone

from .models import Heartbeat


@anyone
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer without touching anything."""
    return JsonResponse({"process": "ok"})


@anyone
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, migrations, storage, worker and clock are all well, else 503; say which is not."""
    probes: dict[str, Callable[[], bool]] = {
        "database": _database, "migrations": _migrations, "storage": _storage,
        "worker": lambda: _seen("worker"), "clock": lambda: _seen("clock"),
    }  # fmt: skip
    result = {name: _outcome(probe) for name, probe in probes.items()}
    healthy = all(outcome == "ok" for outcome in result.values())
    return JsonResponse(result, status=200 if healthy else 503)


def _outcome(probe: Callable[[], bool]) -> str:
    """Say no more than ok or not: the reason is for the log, not for strangers."""
    try:
        return "ok" if probe() else "not ok"
    except Exception:  # whatever breaks, the probe answers
        return "not ok"


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _storage() -> bool:
    """Ask without writing: a probe is a GET."""
    default_storage.exists("readyz")
    if isinstance(default_storage, FileSystemStorage):
        return os.access(settings.MEDIA_ROOT, os.W_OK)
    return True


def _seen(process: str) -> bool:
    """Say whether a background process showed lately that it works."""
    seen_since = timezone.now() - timedelta(seconds=3 * settings.TICK_SECONDS)
    return Heartbeat.objects.filter(process=process, seen_at__gte=seen_since).exists()
