"""The deadlines of an offering: which ones cannot be meant, and which ones somebody looks at again."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Offering

DEADLINES = ("apply_until", "withdraw_until")


def check_deadlines(offering: Offering, changed: Collection[str]) -> None:
    """Refuse a new deadline that cannot be meant; one that stays is left alone, though sessions moved meanwhile."""
    refused = {name: sentence for name in DEADLINES if name in changed and (sentence := _impossible(offering, name))}
    if refused:
        raise ValidationError(refused)


def deadline_doubts(offering: Offering) -> list[str]:
    """Return what is odd about the deadlines, as the sessions stand now."""
    apply, withdraw, starts = offering.apply_until, offering.withdraw_until, offering.starts_at
    found = []
    if apply and starts and apply > starts:
        found.append(_("Applications end after the first session has begun."))
    if withdraw and starts and withdraw > starts:
        found.append(_("The deadline for withdrawing is after the first session has begun."))
    if apply and withdraw and withdraw < apply:
        found.append(_("The deadline for withdrawing is before applications end."))
    return found


def _impossible(offering: Offering, name: str) -> str:
    until = getattr(offering, name)
    if until is None:
        return ""
    if until < offering.created_at:
        return _("This is before the offering was made: look at the day again, or leave it empty.")
    if name == "apply_until" and offering.ends_at and until > offering.ends_at:
        return _("Applications end at the latest when the last session ends: choose an earlier day.")
    if name == "withdraw_until" and offering.starts_at and until > offering.starts_at:
        return _("The deadline for withdrawing is at the latest when the first session begins: choose an earlier day.")
    return ""
