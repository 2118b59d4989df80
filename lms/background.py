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
    """Do the same when the transaction that is open has been committed; called again in it, nothing is added."""
    connection = transaction.get_connection()
    wake = _Wake(task)
    if all(waiting[1] != wake for waiting in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


class _Wake:
    """What runs after the commit; two for the same task are equal."""

    def __init__(self, task: Any) -> None:
        self.task = task

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wake) and other.task.module_path == self.task.module_path

    def __hash__(self) -> int:
        return hash(self.task.module_path)

    def __call__(self) -> None:
        enqueue_once(self.task)
