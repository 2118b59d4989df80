"""Background work of the outbox; the rows say what is to be done, the task only that there may be something."""

from django.utils import timezone
from django_tasks import task

from lms.background import enqueue_once

from .sending import send_batch


@task(priority=40)  # somebody may wait for a link; a person before a screen comes first
def send_due_messages() -> int:
    """Send what is due; when there is more than one turn allows, take another one. Return how many were sent."""
    batch = send_batch(clock=timezone.now)
    if batch.is_more:
        enqueue_once(send_due_messages)
    return batch.sent
