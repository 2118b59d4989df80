"""The states of an enrolment that belong together, each list once: for tables, rules and pages alike."""

HOLDING = ("offered", "confirmed", "completed", "no_show")
"""A seat is held."""

TAKING_PART = ("confirmed", "completed", "no_show")
"""The seat is confirmed, while the offering runs and after it was closed."""

LEFT = ("declined", "withdrawn")
"""Off the list: one may come back, at the end of the queue."""
