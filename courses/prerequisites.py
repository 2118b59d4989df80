"""Prerequisites form no circle: a module that needs itself could never be taken."""

from collections.abc import Mapping, Set


def find_circle(start: str, prerequisites: Mapping[str, Set[str]]) -> list[str]:
    """Return the modules from `start` back to itself along prerequisites, or nothing when there is no such way."""
    ways = [[start, step] for step in sorted(prerequisites.get(start, ()))]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, step] for step in sorted(prerequisites.get(way[-1], ()))]
    return []
