"""How hours stand against the threshold while sessions are still to come or to be written: one rule for every page."""

from collections.abc import Container, Iterable
from datetime import datetime

from .hours import Hours, Sitting, Terms, Verdict, reaches


def held_minutes(sittings: Iterable[Sitting], written: Container[int], now: datetime) -> tuple[int, int]:
    """Return minutes held, and minutes held without any line; `written`: the sessions that have one."""
    lasts = {
        one.key: int((one.ends_at - one.starts_at).total_seconds()) // 60 for one in sittings if one.ends_at <= now
    }
    return sum(lasts.values()), sum(minutes for key, minutes in lasts.items() if key not in written)


def standing_of(hours: Hours, verdict: Verdict, terms: Terms, still_open: int) -> str:
    """Say "met", "open" or "short"; of a single part it is not foretold, since it needs no promise."""
    if verdict.is_met:
        return "met"
    most = min(hours.attended + still_open, hours.planned)
    return "open" if still_open and reaches(most, hours.planned, terms) else "short"
