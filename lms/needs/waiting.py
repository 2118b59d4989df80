"""Which confirmed needs count, and which wait until the coordinators renew them: the same rule as `for_plans()`."""

from collections.abc import Iterable

from .models import TrainingNeed


def is_older(need: TrainingNeed, latest: int | None) -> bool:
    """Say whether a gap was found by another assessment than the latest one, whose key is given."""
    return need.origin == TrainingNeed.Origin.GAP and need.assessment_id != latest


def counting(needs: Iterable[TrainingNeed], latest: int | None) -> list[TrainingNeed]:
    """Keep the needs that plans are made from."""
    return [need for need in needs if _is_confirmed(need) and not is_older(need, latest)]


def waiting(needs: Iterable[TrainingNeed], latest: int | None) -> list[TrainingNeed]:
    """Keep the confirmed gaps of earlier assessments on which nothing is decided in the latest one."""
    needs = list(needs)
    settled = {need.indicator.code for need in needs if need.indicator and not is_older(need, latest)}
    older = [need for need in needs if _is_confirmed(need) and is_older(need, latest)]
    return [need for need in older if need.indicator and need.indicator.code not in settled]


def _is_confirmed(need: TrainingNeed) -> bool:
    return need.status == TrainingNeed.Status.CONFIRMED
