"""The points of a curve as the plan keeps them."""

from collections.abc import Iterable
from typing import Any

from .plan_curve import CurvePoint


def as_json(points: Iterable[CurvePoint]) -> list[dict[str, Any]]:
    """Return what is stored of each point."""
    return [
        {
            "minutes": point.minutes,
            "closed": point.closed,
            "minimums": point.minimums,
            "modules": list(point.modules),
            "follows": point.follows,
        }
        for point in points
    ]


def from_json(stored: Iterable[dict[str, Any]]) -> tuple[CurvePoint, ...]:
    """Return the points that were stored."""
    return tuple(
        CurvePoint(
            point["minutes"], point["closed"], point["minimums"], tuple(point["modules"]), follows=point["follows"]
        )
        for point in stored
    )
