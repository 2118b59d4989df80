"""Which round of a cluster's benchmark is meant, and which one came before it."""

from collections.abc import Iterable, Mapping, Sequence

from .models import Assessment


def rounds_by_key(assessments: Iterable[Assessment]) -> dict[str, Assessment]:
    """Return the rounds by what an address says of them, in the order given.

    That is the day; a second round of the same day has the number of its row behind it.
    """
    found: dict[str, Assessment] = {}
    for assessment in assessments:
        day = assessment.assessed_on.isoformat()
        found[f"{day}-{assessment.pk}" if day in found else day] = assessment
    return found


def chosen_key(rounds: Mapping[str, Assessment], asked: str) -> str:
    """Return the key that was asked for, or for anything else the latest closed round; `rounds` is never empty here."""
    closed = (key for key, assessment in rounds.items() if assessment.is_closed)
    return asked if asked in rounds else next(closed, next(iter(rounds)))


def counting_rounds(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Leave out what is still scored by hand, and open rounds of a cluster that has a closed one: as `counting()`."""
    closed = {(found.cluster_id, found.framework_id) for found in assessments if found.is_closed}
    return [
        found
        for found in assessments
        if found.is_closed or not (found.is_by_hand or (found.cluster_id, found.framework_id) in closed)
    ]


def earlier_round(assessments: Sequence[Assessment], chosen: Assessment) -> Assessment | None:
    """Return the round before that counts, on any version of the same framework; `assessments` come latest first.

    Assessors' scores are held against those of assessors, however recent the cluster's own count is; against that only
    where there is nothing else. The cluster's own count is held against whatever came before it.
    """
    before = [
        assessment
        for assessment in counting_rounds(assessments)
        if assessment.assessed_on < chosen.assessed_on and assessment.framework.code == chosen.framework.code
    ]
    if chosen.is_self_assessment:
        return next(iter(before), None)
    return next((found for found in before if not found.is_self_assessment), next(iter(before), None))


def are_of_two_kinds(one: Assessment | None, other: Assessment | None) -> bool:
    """Say whether one is the cluster's own count and the other was made by assessors; interview and audit are alike."""
    return one is not None and other is not None and one.is_self_assessment != other.is_self_assessment
