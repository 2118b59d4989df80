"""How the clock runs a job: never twice at the same time, in a transaction of its own, with a trace of what it did."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.functional import Promise

from .models import ClockJob, JobRun

logger = logging.getLogger(__name__)
FAILED, BUSY = "failed", "busy"
LONGEST_ERROR = 500


@dataclass(frozen=True)
class Job:
    """A piece of work that time asks for.

    `name` never changes: runs are kept under it. `does` says in words what happens. `run(now)` returns how many things
    it touched. It works from dates, so it catches up after a stop of days and finds nothing to do when asked again.
    """

    name: str
    does: Promise
    run: Callable[[datetime], int]


def run_job(job: Job, now: datetime) -> int | str:
    """Run a job unless another process is at it; return how many things it touched, "failed" or "busy".

    The row of the job is held until it is done: on SQLite the transaction holds the whole database.
    """
    try:
        ClockJob.objects.get_or_create(name=job.name)
        with transaction.atomic():
            held = ClockJob.objects.select_for_update(skip_locked=True).filter(name=job.name).first()
            return BUSY if held is None else _run(job, held, now)
    except DatabaseError as error:  # what happens inside the job is caught there
        logger.error("The job %s could not be run: %s", job.name, error)
        connection.close_if_unusable_or_obsolete()
        return FAILED


def _run(job: Job, held: ClockJob, now: datetime) -> int | str:
    """Run and write down what happened; a failed job leaves nothing behind but that it failed."""
    started, touched, error = timezone.now(), 0, ""
    try:
        with transaction.atomic():
            touched = job.run(now)
    except Exception as failure:
        logger.exception("The job %s failed", job.name)
        error = f"{type(failure).__name__}: {failure}".replace("\x00", "")[:LONGEST_ERROR]
    held.ran_at, held.is_failing = now, bool(error)
    held.save()
    if touched or error:
        JobRun.objects.create(job=job.name, started_at=started, ended_at=timezone.now(), touched=touched, error=error)
    return FAILED if error else touched
