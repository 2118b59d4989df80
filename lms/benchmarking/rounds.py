"""Which round of a cluster's benchmark is meant, and which one came before it."""

from collections.abc import Iterable, Mapping

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
    """Return the key that was asked for, or the first one for anything else; `rounds` is never empty here."""
    return asked if asked in rounds else next(iter(rounds))


def earlier_round(assessments: Iterable[Assessment], chosen: Assessment) -> Assessment | None:
    """Return the round before on any version of the same framework; `assessments` come latest first."""
    before = (
        assessment
        for assessment in assessments
        if assessment.assessed_on < chosen.assessed_on and assessment.framework.code == chosen.framework.code
    )
    return next(before, None)
