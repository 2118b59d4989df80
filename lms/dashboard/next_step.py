"""What a cluster needs next, from what there is; codes, which templates put into words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """How far a cluster has come on the way from its benchmark to its plan."""

    has_assessment: bool
    needs: int
    has_draft: bool
    has_published: bool


def next_for_coordinator(standing: Standing) -> str:
    """Return assess, confirm, compute, publish or follow: the first thing that is missing."""
    if not standing.has_assessment and not standing.needs:
        return "assess"
    if not standing.needs:
        return "confirm"
    if standing.has_draft:
        return "publish"
    return "follow" if standing.has_published else "compute"


def next_for_cluster(standing: Standing) -> str:
    """Return what the cluster's own people can do: plan (read it), benchmark (read it) or wait."""
    if standing.has_published:
        return "plan"
    return "benchmark" if standing.has_assessment else "wait"
