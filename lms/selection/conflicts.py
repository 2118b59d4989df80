"""Who may not score whom: a rule on values that returns codes, worded in `words.py`."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from lms.benchmarking.conflicts import Held, months_later

IN_THE_WAY = ("cluster_manager", "tutor")


class Conflict(StrEnum):
    """Why an assessor does not score an application."""

    OWN = "own"
    SAME_CLUSTER = "same_cluster"
    DECLARED = "declared"


def conflict(
    *,
    assessor: int,
    applicant: int,
    clusters: Collection[int],
    held: Collection[Held],
    declared: bool,
    today: date,
    months: int,
) -> Conflict | None:
    """Return what stands in the way, or none.

    `clusters`: those that the applicant comes for or manages; `held`: what the assessor is or was. A role that has
    ended counts for `months` more, as in the benchmarks.
    """
    if assessor == applicant:
        return Conflict.OWN
    if any(_counts(one, today, months) for one in held if one.cluster in clusters and one.role in IN_THE_WAY):
        return Conflict.SAME_CLUSTER
    return Conflict.DECLARED if declared else None


def _counts(held: Held, today: date, months: int) -> bool:
    if held.valid_from > today:
        return False
    return held.valid_until is None or today <= months_later(held.valid_until, months)
