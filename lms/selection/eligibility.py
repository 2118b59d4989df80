"""Whether somebody may apply, and whether an application can be handed in: rules on values that return codes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Obstacle(StrEnum):
    """Why an application is not taken; the words are in `words.py`."""

    NOT_OPEN = "not_open"
    NOT_YET = "not_yet"
    TOO_LATE = "too_late"
    ASSESSES = "assesses"
    RUNS = "runs"
    WRONG_ROLE = "wrong_role"
    NO_CLUSTER = "no_cluster"
    OTHER_CLUSTER = "other_cluster"
    CHOOSE_CLUSTER = "choose_cluster"
    HANDED_IN = "handed_in"


@dataclass(frozen=True)
class Asked:
    """What the call asks for: one of these roles (none: anybody), a cluster that the person manages or not."""

    is_published: bool
    opens_at: datetime
    closes_at: datetime
    roles: frozenset[str] = frozenset()
    of_a_cluster: bool = False


@dataclass(frozen=True)
class Asking:
    """What is known of who applies: roles and clusters managed today, and whether the person assesses or runs calls."""

    roles: frozenset[str] = frozenset()
    clusters: tuple[int, ...] = ()
    assesses: bool = False
    runs: bool = False


@dataclass(frozen=True)
class Wanted:
    """A question: whether it must be answered, and whether only "yes" makes eligible."""

    key: int
    required: bool = False
    must_be_yes: bool = False


def closed(asked: Asked, now: datetime) -> Obstacle | None:
    """Return why nobody can apply now, or none; the last moment counts."""
    if not asked.is_published:
        return Obstacle.NOT_OPEN
    if now < asked.opens_at:
        return Obstacle.NOT_YET
    return Obstacle.TOO_LATE if now > asked.closes_at else None


def obstacles(asked: Asked, asking: Asking, now: datetime) -> list[Obstacle]:
    """Return why this person cannot apply; none: he or she can."""
    found = [reason] if (reason := closed(asked, now)) else []
    if asking.runs:
        found.append(Obstacle.RUNS)
    if asking.assesses:
        found.append(Obstacle.ASSESSES)
    if asked.roles and not asked.roles & asking.roles:
        found.append(Obstacle.WRONG_ROLE)
    if asked.of_a_cluster and not asking.clusters:
        found.append(Obstacle.NO_CLUSTER)
    return found


def cluster_obstacle(asked: Asked, asking: Asking, cluster: int | None) -> Obstacle | None:
    """Return what is wrong with the cluster that somebody wants to apply for."""
    if cluster is not None and cluster not in asking.clusters:
        return Obstacle.OTHER_CLUSTER
    return Obstacle.CHOOSE_CLUSTER if asked.of_a_cluster and cluster is None else None


def unanswered(questions: Collection[Wanted], answers: Mapping[int, str]) -> list[int]:
    """Return the keys of the questions that must be answered and are not."""
    return [one.key for one in questions if (one.required or one.must_be_yes) and not answers.get(one.key)]


def disqualifying(questions: Collection[Wanted], answers: Mapping[int, str]) -> list[int]:
    """Return the keys of the questions whose answer makes an application ineligible."""
    return [one.key for one in questions if one.must_be_yes and answers.get(one.key) == "no"]
