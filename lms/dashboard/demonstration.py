"""Loads the demonstration programme once, through the real import; says on every page that it is there."""

from django.core.cache import cache

from .models import Heartbeat

MARK = "demonstration"


def is_loaded() -> bool:
    """Say whether demonstration data is in the database."""
    loaded = cache.get(MARK)
    if loaded is None:
        loaded = Heartbeat.objects.filter(process=MARK).exists()
        cache.set(MARK, loaded, 300)
    return bool(loaded)
