"""Background work that need not wait twice: what is in the queue already will do it."""

from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult


def enqueue_once(task: Any) -> bool:
    """Put a task without arguments into the queue, unless it waits there already; say whether it was put.

    A task that is running does not count: it may have looked before what it is asked for was written.
    """
    if DBTaskResult.objects.ready().filter(task_path=task.module_path).exists():
        return False
    task.enqueue()
    return True


def enqueue_after_commit(task: Any) -> None:
    """Do the same when the open transaction is committed; what fails then does not undo what was committed."""

    def put() -> None:  # a function of its own: what is robust is named in the log, and a partial has no name
        enqueue_once(task)

    transaction.on_commit(put, robust=True)
