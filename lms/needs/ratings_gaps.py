"""How far an official is below the target of a competence, from the ratings of both sides.

The supervisor's rating counts where there is one, else the official's own. The gap is the distance to the target as a
share of the scale 0..HIGHEST, in basis points: one level is a quarter. No rating is never a rating of 0.
"""

from dataclasses import dataclass
from enum import StrEnum

HIGHEST = 4
WHOLE = 10_000
FAR_APART = 2


class GapStatus(StrEnum):
    """What can be said of a competence."""

    NO_TARGET = "no_target"
    NOT_RATED = "not_rated"
    MET = "met"
    BELOW = "below"


class CountedRating(StrEnum):
    """Whose rating the gap is taken from."""

    SUPERVISOR = "supervisor"
    OWN = "self"


@dataclass(frozen=True, slots=True)
class RatingGap:
    """What ratings say of one competence, and why: the level that counts, whose it is, how far the two are apart."""

    status: GapStatus
    target: int | None = None
    level: int | None = None
    counted: CountedRating | None = None
    gap_bp: int = 0
    levels_apart: int = 0

    @property
    def is_below(self) -> bool:
        """Whether there is a gap that can become a need."""
        return self.status == GapStatus.BELOW

    @property
    def is_disputed(self) -> bool:
        """Whether official and supervisor see it so differently that they should talk first."""
        return self.levels_apart >= FAR_APART


def rating_gap(*, target: int | None, own: int | None, supervisor: int | None) -> RatingGap:
    """Hold the rating that counts against the target; each is a level of the scale, or none."""
    level = own if supervisor is None else supervisor
    counted = CountedRating.OWN if supervisor is None else CountedRating.SUPERVISOR
    apart = 0 if own is None or supervisor is None else abs(own - supervisor)
    if level is None:
        return RatingGap(GapStatus.NO_TARGET if target is None else GapStatus.NOT_RATED, target)
    if target is None:
        return RatingGap(GapStatus.NO_TARGET, None, level, counted, 0, apart)
    missing = max(0, target - level)
    status = GapStatus.BELOW if missing else GapStatus.MET
    return RatingGap(status, target, level, counted, missing * WHOLE // HIGHEST, apart)
