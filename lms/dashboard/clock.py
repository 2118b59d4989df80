"""What happens by itself as time passes: each job idempotent, in a transaction of its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from lms.benchmarking.actions import purge_old_imports
from lms.people.actions import apply_due_grants

from .models import Heartbeat
from .tasks import beat

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A named piece of work; `run(now)` returns how many things it touched."""

    name: str
    run: Callable[[datetime], int]


def _clear_sessions(now: datetime) -> int:
    SessionStore.clear_expired()
    return 0


def _prune_task_results(now: datetime) -> int:
    call_command("prune_db_task_results", verbosity=0)
    return 0


JOBS = [
    Job("role grants put in step", lambda now: apply_due_grants(today=timezone.localdate(now))),
    Job("uploads purged", lambda now: purge_old_imports(now=now)),
    Job("sessions cleared", _clear_sessions),
    Job("task results pruned", _prune_task_results),
]


def tick(now: datetime) -> dict[str, int | str]:
    """Run every job; one that fails is logged and does not stop the others. Return what each did."""
    done = {job.name: _run(job, now) for job in JOBS}
    Heartbeat.objects.update_or_create(process="clock", defaults={"seen_at": now, "summary": done})
    beat.enqueue()
    return done


def _run(job: Job, now: datetime) -> int | str:
    try:
        with transaction.atomic():
            return job.run(now)
    except Exception:
        logger.exception("The job %s failed", job.name)
        return "failed"
