"""What time zones are called in the reader's language: city, country and region, as the CLDR names them."""

from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .time_zones import current_name, time_zones

# The first part of a zone's name as the CLDR has it, a code of UN M49 or ISO 3166; oceans have none.
REGIONS = {"Africa": "002", "America": "019", "Antarctica": "AQ", "Asia": "142", "Australia": "AU", "Europe": "150"}
OCEANS: dict[str, Promise] = {
    "Arctic": _("Arctic"),
    "Atlantic": _("Atlantic Ocean"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
WORLD = "001"  # the "country" of places that are in none


def zones_by_region() -> dict[str, list[tuple[str, str]]]:
    """Return (zone, name) by region in the active language, each zone once, under its name of today."""
    return _by_region(get_language() or "en")


def zone_name(zone: str) -> str:
    """Return "Europe – Rome" in the active language."""
    locale = Locale.parse(get_language() or "en", sep="-")
    return f"{_region(zone, locale)} – {_city(zone, locale)}"


@cache
def _by_region(language: str) -> dict[str, list[tuple[str, str]]]:
    locale = Locale.parse(language, sep="-")
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in {current_name(zone) for zone in time_zones()}:
        regions.setdefault(_region(zone, locale), []).append((zone, _place(zone, locale)))
    return {region: sorted(regions[region], key=lambda choice: choice[1].casefold()) for region in sorted(regions)}


def _region(zone: str, locale: Locale) -> str:
    region = zone.partition("/")[0]
    code = REGIONS.get(region, "")
    return str(locale.territories.get(code) or OCEANS.get(region) or region)


def _place(zone: str, locale: Locale) -> str:
    territory = get_global("zone_territories").get(zone, WORLD)
    country = locale.territories.get(territory) if territory != WORLD else None
    city = _city(zone, locale)
    return f"{city} ({country})" if country and country != city else city


def _city(zone: str, locale: Locale) -> str:
    """Return the city; where the CLDR has no name of its own for it, the last part of the zone's."""
    return get_timezone_location(zone, locale=locale, return_city=True).rpartition("/")[2]
