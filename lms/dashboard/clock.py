"""What happens by itself as time passes: a list of jobs, each in a transaction of its own."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.background import enqueue_once
from lms.benchmarking.actions import purge_old_imports
from lms.people.actions import apply_due_grants

from .job_runs import Job, forget_old_runs, run_job
from .models import Heartbeat
from .tasks import beat


def _clear_sessions(now: datetime) -> int:
    SessionStore.clear_expired()
    return 0


def _prune_task_results(now: datetime) -> int:
    call_command("prune_db_task_results", verbosity=0)
    return 0


# A job is one line: a name that never changes, what it does in words, and the action, which gets `now`.
JOBS = [
    Job(
        "role_grants",
        _("Roles that began or ended: groups put in step"),
        lambda now: apply_due_grants(today=timezone.localdate(now)),
    ),
    Job("uploads", _("Old uploads of benchmarks removed"), lambda now: purge_old_imports(now=now)),
    Job("sessions", _("Sessions that have ended removed"), _clear_sessions),
    Job("task_results", _("Old results of background work removed"), _prune_task_results),
    Job("job_runs", _("Old lines of this report removed"), lambda now: forget_old_runs(now=now)),
]


def tick(now: datetime) -> dict[str, int | str]:
    """Run every job; one that fails does not stop the others. Return what each did, by name."""
    done = {job.name: run_job(job, now) for job in JOBS}
    Heartbeat.objects.update_or_create(process="clock", defaults={"seen_at": now, "summary": done})
    enqueue_once(beat)
    return done
