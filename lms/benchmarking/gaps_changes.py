"""What changed between two assessments, and the group shares that a radar draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .gaps_values import IndicatorFacts, Number, Scores, floored, in_order, rounded


class ChangeStatus(StrEnum):
    """The last three cannot be compared: the framework versions do not share the indicator or its scale."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"
    ONLY_BEFORE = "only_before"
    ONLY_AFTER = "only_after"
    OTHER_SCALE = "other_scale"


@dataclass(frozen=True, slots=True)
class Round:
    """One assessment: the indicators of its framework version, and its scores."""

    indicators: tuple[IndicatorFacts, ...]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator in two rounds: `delta` in levels, `delta_bp` as signed share of the range, if known."""

    indicator: str
    status: ChangeStatus
    before: Number | None = None
    after: Number | None = None
    delta: Number | None = None
    delta_bp: int | None = None


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One axis of the radar: points and maximum of the *assessed* indicators; no share where none is."""

    group: str
    points: Decimal
    maximum: Decimal
    share_bp: int | None
    assessed: int
    missing: int


def changes(before: Round, after: Round) -> tuple[Change, ...]:
    """Compare two rounds by indicator code, in the order of the later framework; what was dropped is last."""
    old = {indicator.code: indicator for indicator in before.indicators}
    new = {indicator.code for indicator in after.indicators}
    compared = [
        _change(old.get(indicator.code), indicator, before.scores, after.scores)
        for indicator in in_order(after.indicators)
    ]
    gone = [
        Change(indicator.code, ChangeStatus.ONLY_BEFORE, before=before.scores.get(indicator.code))
        for indicator in in_order(before.indicators)
        if indicator.code not in new
    ]
    return (*compared, *gone)


def group_shares(indicators: Iterable[IndicatorFacts], scores: Scores) -> tuple[GroupShare, ...]:
    """Give each group's share of its maximum, unweighted, in the order in which the groups appear."""
    groups: dict[str, list[IndicatorFacts]] = {}
    for indicator in in_order(indicators):
        groups.setdefault(indicator.group, []).append(indicator)
    return tuple(_group_share(group, members, scores) for group, members in groups.items())


def _change(old: IndicatorFacts | None, new: IndicatorFacts, before: Scores, after: Scores) -> Change:
    now = after.get(new.code)
    if old is None:
        return Change(new.code, ChangeStatus.ONLY_AFTER, after=now)
    then = before.get(new.code)
    if (old.min_level, old.max_level) != (new.min_level, new.max_level):
        return Change(new.code, ChangeStatus.OTHER_SCALE, then, now)
    if then is None or now is None:
        return Change(new.code, ChangeStatus.UNKNOWN, then, now)
    delta = now - then
    return Change(new.code, _direction(delta), then, now, delta, rounded(Fraction(delta) / new.range))


def _direction(delta: Number) -> ChangeStatus:
    if delta == 0:
        return ChangeStatus.SAME
    return ChangeStatus.UP if delta > 0 else ChangeStatus.DOWN


def _group_share(group: str, members: list[IndicatorFacts], scores: Scores) -> GroupShare:
    assessed = [(score, member.max_level) for member in members if (score := scores.get(member.code)) is not None]
    points = sum((Decimal(score) for score, _ in assessed), Decimal(0))
    maximum = sum((Decimal(level) for _, level in assessed), Decimal(0))
    missing = len(members) - len(assessed)
    return GroupShare(group, points, maximum, floored(points, maximum), len(assessed), missing)
