"""The terms of an offering: the funding line's own until it starts, and from then on the copy frozen at that moment."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.clusters.models import FundingLine

from .hours import Terms
from .models import Offering

COPIED = (
    "code",
    "name_it",
    "name_en",
    "project_code",
    "sentence_it",
    "sentence_en",
    "threshold_percent",
    "threshold_per_module",
    "rounding_minutes",
    "rounding",
    "tolerance_minutes",
    "sign_in_window_minutes",
    "online_allowed",
    "retention_basis",
    "stamped_by",
    "stamped_pages",
)
DAYS = ("retain_until", "stamped_on")


def terms_of(offering: Offering) -> Terms:
    """Return what is asked of attendance. Raises ValidationError while an offering has no funding line."""
    said = offering.terms if offering.terms is not None else _said_by(_line_of(offering))
    return Terms(
        threshold_percent=said["threshold_percent"],
        threshold_per_module=said["threshold_per_module"],
        rounding_minutes=said["rounding_minutes"],
        rounds_down=said["rounding"] == FundingLine.Rounding.DOWN,
        tolerance_minutes=said["tolerance_minutes"],
        online_allowed=said["online_allowed"],
    )


def window_minutes_of(offering: Offering) -> int:
    """Return how many minutes around a session people sign in and out."""
    said = offering.terms if offering.terms is not None else _said_by(_line_of(offering))
    return int(said["sign_in_window_minutes"])


def facts_of(offering: Offering) -> dict[str, Any]:
    """Return everything that the funding line says, in plain values: frozen at the start, live before it."""
    if offering.terms is not None:
        return dict(offering.terms)
    return _copy_of(_line_of(offering))


def freeze_terms(offering: Offering, now: datetime) -> None:
    """Keep the funding line as it stands now, once; the caller holds the offering's row."""
    if offering.terms is not None:
        return
    offering.terms, offering.terms_frozen_at = facts_of(offering), now
    offering.save(update_fields=["terms", "terms_frozen_at"])


def _line_of(offering: Offering) -> FundingLine:
    if offering.funding_line is None:
        raise ValidationError(_("Choose the funding line of this offering first: it says which attendance is asked."))
    return offering.funding_line


def _copy_of(line: FundingLine) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := getattr(line, name)) else None for name in DAYS}
    logos = [{"image": logo.image_id, "alt_it": logo.alt_it, "alt_en": logo.alt_en} for logo in line.logos.all()]
    return _said_by(line) | days | {"logos": logos}


def _said_by(line: FundingLine) -> dict[str, Any]:
    """Return its own columns: what the hours ask for needs no further query."""
    return {name: getattr(line, name) for name in COPIED}
