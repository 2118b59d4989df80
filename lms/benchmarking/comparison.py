"""Which references a reader may choose from, and what the page says when one cannot be used. Codes, no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .gaps import PEERS_NEEDED, ReferenceKind

DEFAULT = "excellence"
# The words of the address, which are also those that a training need keeps.
KINDS = {
    "excellence": ReferenceKind.THRESHOLD,
    "peer_median": ReferenceKind.PEER_MEDIAN,
    "peer_top": ReferenceKind.PEER_TOP_QUARTILE,
    "target": ReferenceKind.OWN_TARGET,
}
PEERS = ("peer_median", "peer_top")


class Obstacle(StrEnum):
    """Why the page does not hold the scores against what was asked for, or can do it in part only."""

    PEERS_NOT_OPEN = "peers_not_open"
    TOO_FEW_PEERS = "too_few_peers"
    NO_TARGETS = "no_targets"
    NO_THRESHOLDS = "no_thresholds"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reference in use and those on offer, as words of the address."""

    chosen: str
    offered: tuple[str, ...]
    peers_refused: bool = False

    @property
    def kind(self) -> ReferenceKind:
        """The same as the gap rules call it."""
        return KINDS[self.chosen]

    @property
    def is_with_peers(self) -> bool:
        """Say whether other clusters' scores are needed."""
        return self.chosen in PEERS


def choose(asked: str, *, peers_open: bool) -> Comparison:
    """Return the reference that was asked for, or the excellence threshold for anything unknown or not open."""
    offered = tuple(word for word in KINDS if peers_open or word not in PEERS)
    refused = asked in PEERS and not peers_open
    return Comparison(asked if asked in offered else DEFAULT, offered, refused)


def obstacle(comparison: Comparison, *, peers: int, levels: Sequence[object | None]) -> Obstacle | None:
    """Return what the reader must be told: `peers` are the other clusters assessed, `levels` the references found."""
    if comparison.peers_refused:
        return Obstacle.PEERS_NOT_OPEN
    if any(level is not None for level in levels):
        return None
    if comparison.is_with_peers:
        return Obstacle.TOO_FEW_PEERS if peers < PEERS_NEEDED else None
    return Obstacle.NO_TARGETS if comparison.chosen == "target" else Obstacle.NO_THRESHOLDS
