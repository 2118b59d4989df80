"""What happens by itself as time passes: a list of jobs, each in a transaction of its own."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.background import enqueue_once
from lms.benchmarking.actions import purge_old_imports
from lms.labels.proposing import propose_labels
from lms.labels.reminding import remind_of_labels
from lms.people.actions import apply_due_grants

from .job_runs import Job, forget_old_runs, run_job
from .models import Heartbeat
from .privacy.retention import carry_out_due_erasures, run_daily_retention
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
    Job("labels_proposed", _("Labels proposed to the coordinators"), lambda now: propose_labels(now=now)),
    Job("label_reminders", _("Reminders of labels that expire"), lambda now: remind_of_labels(now=now)),
    Job("sessions", _("Sessions that have ended removed"), _clear_sessions),
    Job("task_results", _("Old results of background work removed"), _prune_task_results),
    Job("erasures", _("Requests of erasure carried out"), lambda now: carry_out_due_erasures(now=now)),
    Job("retention", _("Personal data whose time has passed removed"), lambda now: run_daily_retention(now=now)),
    Job("job_runs", _("Old lines of this report removed"), lambda now: forget_old_runs(now=now)),
]


def tick(now: datetime) -> dict[str, int | str]:
    """Run every job; one that fails does not stop the others. Return what each did, by name."""
    done = {job.name: run_job(job, now) for job in JOBS}
    Heartbeat.objects.update_or_create(process="clock", defaults={"seen_at": now, "summary": done})
    enqueue_once(beat)
    return done
