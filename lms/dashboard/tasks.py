"""Background work of the platform itself."""

from django.utils import timezone
from django_tasks import task

from .models import Heartbeat


@task(priority=100)
def beat() -> None:
    """Note that the worker is alive: the clock asks for it at every tick."""
    Heartbeat.objects.update_or_create(process="worker", defaults={"seen_at": timezone.now()})
