"""When a person is told that a role ends: 30 and 7 days before, each once; on plain values."""

from datetime import date, timedelta

STEPS = (30, 7)


def reminder_due(*, given_on: date, start: date, end: date, today: date) -> int | None:
    """Return the step, in days, whose time has come, or none.

    A role given within a step's time is not told of by that step: whoever gave it has just said until when. After days
    without a clock the nearest step counts, not all that were missed.
    """
    left = (end - today).days
    steps = [days for days in STEPS if 0 <= left <= days]
    if not steps or today < start:
        return None
    nearest = min(steps)
    return nearest if given_on <= end - timedelta(days=nearest) else None
