"""What a certificate freezes: everything that it says, in both languages, as plain values."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from wagtail.images import get_image_model

from lms.training.models import Offering, Outcome, PartOutcome
from lms.training.terms import facts_of

from .printed import PrintedLogo

Facts = dict[str, Any]


def facts_for(outcome: Outcome, *, now: datetime, is_demonstration: bool) -> Facts:
    """Return what is true of an outcome today; it comes with its enrolment, person, offering and parts."""
    offering = outcome.enrolment.offering
    return {
        "name": str(outcome.enrolment.person),
        "issuer": settings.WAGTAIL_SITE_NAME,
        "is_demonstration": is_demonstration,
        "offering": _offering(offering),
        "parts": [_part(part) for part in sorted(outcome.parts.all(), key=lambda one: one.part.position)],
        "attended": outcome.attended_minutes,
        "planned": outcome.planned_minutes,
        "starts_on": _day_there(offering, offering.starts_at or now),
        "ends_on": _day_there(offering, offering.ends_at or now),
        "issued_on": _day_there(offering, now),
        "funding": _funding(offering),
    }


def logos_of(offering: Offering) -> tuple[PrintedLogo, ...]:
    """Return the logos that the terms of the offering ask for, in their order; those that are gone are left out."""
    asked = facts_of(offering)["logos"]
    images = get_image_model().objects.in_bulk([logo["image"] for logo in asked]) if asked else {}
    found = ((logo, images.get(logo["image"])) for logo in asked)
    read = ((logo, _bytes_of(image)) for logo, image in found if image is not None)
    return tuple(PrintedLogo(data, logo["alt_it"], logo["alt_en"]) for logo, data in read if data)


def _offering(offering: Offering) -> Facts:
    return {
        "code": offering.code,
        "kind": offering.kind,
        "title": {"it": offering.title_it, "en": offering.title_en},
        "place": offering.place,
    }


def _part(found: PartOutcome) -> Facts:
    part = found.part
    title = {"it": part.title_it, "en": part.title_en}
    return {"code": part.code, "title": title, "attended": found.attended_minutes, "planned": found.planned_minutes}


def _funding(offering: Offering) -> Facts:
    said = facts_of(offering)
    return {
        "sentence": {"it": said["sentence_it"], "en": said["sentence_en"]},
        "project_code": said["project_code"],
    }


def _day_there(offering: Offering, moment: datetime) -> str:
    """Return the day at the place of the offering, in ISO 8601."""
    day: date = moment.astimezone(ZoneInfo(offering.time_zone)).date()
    return day.isoformat()


def _bytes_of(image: Any) -> bytes:
    try:
        with image.file.open("rb") as opened:
            return bytes(opened.read())
    except OSError:
        return b""
