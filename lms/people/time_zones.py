"""The time zones that a person may choose: those of the IANA database that name a place."""

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NAMELESS = ("Etc/", "posix/", "right/", "SystemV/", "US/")


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of the zones, obsolete ones too, sorted: "Europe/Rome"."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(NAMELESS)))


def current_name(zone: str) -> str:
    """Return the name that a zone has today: "Asia/Kolkata" for "Asia/Calcutta", unless this machine has none such."""
    name = str(get_global("zone_aliases").get(zone, zone))
    return name if name in time_zones() else zone


def known_time_zone(value: str) -> None:
    """Raise ValidationError for what is no time zone: the next request of that person would fail on it."""
    if value != "UTC" and value not in time_zones():
        raise ValidationError(
            _("“%(zone)s” is no time zone: choose one from the list, such as Europe/Rome."), params={"zone": value}
        )
