"""Which cells an import would change: the scores of a file held against the assessments that stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Scores = Mapping[str, Decimal | None]


class State(StrEnum):
    """What stands for a cluster, framework, kind and day."""

    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment that is there already, with its scores by indicator; none means "not assessed"."""

    is_closed: bool
    scores: Scores
    is_by_hand: bool = False

    @property
    def state(self) -> State:
        """What an import finds: only what came by a file may be replaced by one."""
        if self.is_closed:
            return State.CLOSED
        return State.BY_HAND if self.is_by_hand else State.OPEN


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that would say something else; `is_added` when nothing stood there, not even "not assessed"."""

    indicator: str
    old: Decimal | None
    new: Decimal | None
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class ClusterPreview:
    """What would become of one cluster's column; a new assessment changes no cell."""

    cluster: str
    state: State
    scored: int
    not_assessed: tuple[str, ...]
    changes: tuple[Change, ...] = ()


def compare(read: Mapping[str, Scores], standing: Mapping[str, Standing]) -> list[ClusterPreview]:
    """Return a preview for each cluster of the file, in its order."""
    return [_preview(cluster, scores, standing.get(cluster)) for cluster, scores in read.items()]


def changes_between(old: Scores, new: Scores) -> tuple[Change, ...]:
    """Return the cells that differ, in the order of the new scores."""
    return tuple(
        Change(indicator, old.get(indicator), value, is_added=indicator not in old)
        for indicator, value in new.items()
        if indicator not in old or old[indicator] != value
    )


def with_state(previews: Iterable[ClusterPreview], state: State) -> list[str]:
    """Return the clusters for which this is what stands."""
    return [preview.cluster for preview in previews if preview.state == state]


def _preview(cluster: str, scores: Scores, standing: Standing | None) -> ClusterPreview:
    not_assessed = tuple(indicator for indicator, value in scores.items() if value is None)
    scored = len(scores) - len(not_assessed)
    if standing is None:
        return ClusterPreview(cluster, State.NEW, scored, not_assessed)
    changes = changes_between(standing.scores, scores)
    return ClusterPreview(cluster, standing.state, scored, not_assessed, changes)
