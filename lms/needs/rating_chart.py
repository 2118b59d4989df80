"""Geometry of ratings on their scale: levels in, places along a line out. The template draws it and says the words."""

from dataclasses import dataclass

from lms.benchmarking.charts.coordinates import percentage

from .ratings_gaps import HIGHEST

LEVELS = range(HIGHEST + 1)


@dataclass(frozen=True, slots=True)
class RatingLine:
    """Places of the marks; none is not drawn. The gap is the stretch from the level that counts to the target."""

    target: str | None
    own: str | None
    supervisor: str | None
    gap_from: str | None
    gap_width: str | None
    ticks: tuple[str, ...]


def rating_line(target: int | None, own: int | None, supervisor: int | None, counted: int | None) -> RatingLine:
    """Lay out one competence."""
    is_below = target is not None and counted is not None and counted < target
    return RatingLine(
        target=_place(target),
        own=_place(own),
        supervisor=_place(supervisor),
        gap_from=_place(counted) if is_below else None,
        gap_width=_place(target - counted) if is_below and target is not None and counted is not None else None,
        ticks=tuple(percentage(level, HIGHEST) for level in LEVELS),
    )


def _place(level: int | None) -> str | None:
    return None if level is None else percentage(level, HIGHEST)
