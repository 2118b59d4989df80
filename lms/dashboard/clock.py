"""What happens by itself as time passes: a list of jobs, each in a transaction of its own."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from courses.need_ranks import hand_in_due_ranks
from lms.background import enqueue_once
from lms.benchmarking.actions import purge_old_imports
from lms.labels.proposing import propose_labels
from lms.labels.reminding import remind_of_labels
from lms.outbox.actions import forget_unsent_links
from lms.outbox.tasks import send_due_messages
from lms.people.actions import apply_due_grants
from lms.people.list_actions import empty_old_lists
from lms.selection.place_actions import expire_places
from lms.training.freezing import freeze_started_offerings
from lms.training.queue_actions import expire_offers, release_kept_seats

from .daily import is_first_today
from .job_runs import Job, run_job
from .models import Heartbeat, JobRun
from .privacy.retention import carry_out_due_erasures, run_daily_retention
from .role_notices import tell_of_roles
from .tasks import beat

RESULTS_KEPT, RUNS_KEPT = timedelta(days=14), timedelta(days=90)


def _clear_sessions(now: datetime) -> int:
    """Housekeeping touches nothing that anybody would look for in the report: it says none."""
    SessionStore.clear_expired()
    return 0


def _prune_task_results(now: datetime) -> int:
    DBTaskResult.objects.filter(started_at__lt=now - RESULTS_KEPT).delete()
    return 0


def _forget_old_runs(now: datetime) -> int:
    JobRun.objects.filter(ended_at__lt=now - RUNS_KEPT).delete()
    return 0


# A job is one line: a name that never changes, what it does in words, and the action, which gets `now`.
JOBS = [
    Job(
        "role_grants",
        _("Roles that began or ended: groups put in step"),
        lambda now: apply_due_grants(today=timezone.localdate(now)),
    ),
    Job("role_notices", _("People told of roles given and about to end"), lambda now: tell_of_roles(now=now)),
    Job("people_lists", _("Old lists of people emptied"), lambda now: empty_old_lists(now=now)),
    Job("uploads", _("Old uploads of benchmarks removed"), lambda now: purge_old_imports(now=now)),
    Job("labels_proposed", _("Labels proposed to the coordinators"), lambda now: propose_labels(now=now)),
    Job("label_reminders", _("Reminders of labels that expire"), lambda now: remind_of_labels(now=now)),
    Job(
        "freeze_terms",
        _("Terms of the funding line frozen for what has started"),
        lambda now: freeze_started_offerings(now=now),
    ),
    Job(
        "need_ranks",
        _("Ranks by need handed in to the queues of editions"),
        lambda now: hand_in_due_ranks(now=now, everything=is_first_today("need_ranks", now)),
    ),
    Job("places", _("Offered places that nobody accepted, given to the next"), lambda now: expire_places(now=now)),
    Job("seat_offers", _("Offered seats that nobody accepted offered to the next"), lambda now: expire_offers(now=now)),
    Job(
        "kept_seats",
        _("Seats kept for a cluster opened to all, free seats offered to those who wait"),
        lambda now: release_kept_seats(now=now),
    ),
    Job("sessions", _("Sessions that have ended removed"), _clear_sessions),
    Job("task_results", _("Old results of background work removed"), _prune_task_results),
    Job("erasures", _("Requests of erasure carried out"), lambda now: carry_out_due_erasures(now=now)),
    Job("retention", _("Personal data whose time has passed removed"), lambda now: run_daily_retention(now=now)),
    Job(
        "unsent_links",
        _("Personal links in messages that never went out removed"),
        lambda now: forget_unsent_links(now=now),
    ),
    Job("job_runs", _("Old lines of this report removed"), _forget_old_runs),
]


def tick(now: datetime) -> dict[str, int | str]:
    """Run every job, wake the worker; one that fails does not stop the others. Return what each did, by name."""
    done = {job.name: run_job(job, now) for job in JOBS}
    Heartbeat.objects.update_or_create(process="clock", defaults={"seen_at": now, "summary": done})
    enqueue_once(beat)
    enqueue_once(send_due_messages)
    return done
