"""What is done once a day, however often the clock ticks."""

from datetime import datetime, timedelta

from django.utils import timezone

from .models import Heartbeat


def is_first_today(name: str, now: datetime) -> bool:
    """Say whether this is the first time today that `name` is asked about; the next time it is not."""
    mark, _is_new = Heartbeat.objects.get_or_create(process=name, defaults={"seen_at": now - timedelta(days=2)})
    if timezone.localdate(mark.seen_at) >= timezone.localdate(now):
        return False
    Heartbeat.objects.filter(pk=mark.pk).update(seen_at=now)
    return True
