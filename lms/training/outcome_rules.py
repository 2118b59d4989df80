"""What stands in the way of closing, and what comes of each person: rules on values that return codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .hours import Hours, Terms, percent_shown, reaches, verdict_of


@dataclass(frozen=True)
class Held:
    """One session that was not cancelled: its key, when it ends, whether its register was signed off."""

    key: int
    ends_at: datetime
    is_signed: bool


@dataclass(frozen=True)
class Obstacle:
    """Why an offering cannot be closed yet, as a code, and the sessions that it is about.

    "draft", "cancelled", "no_sessions", "not_over" (sessions to come), "unsigned" (sessions without a sign-off).
    """

    code: str
    sessions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part as its outcome names it."""

    code: str
    title_it: str
    title_en: str


@dataclass(frozen=True)
class Result:
    """What came of one person: hours, whether the rule is met, and why, as a code with its parameters.

    `reason`: "met", "below", "part_below" or "nothing_planned"; `params`: "percent", "threshold" and, of parts that
    fall short of a threshold of their own, "short" (code, titles and percent of each).
    """

    hours: Hours
    is_met: bool
    reason: str
    params: dict[str, Any] = field(default_factory=dict)
    met_parts: frozenset[int] = frozenset()


def obstacles(status: str, sessions: Iterable[Held], now: datetime) -> list[Obstacle]:
    """Return what stands in the way of closing; nothing: it can be closed."""
    if status in ("draft", "cancelled"):
        return [Obstacle(status)]
    sessions = list(sessions)
    if not sessions:
        return [Obstacle("no_sessions")]
    to_come = tuple(one.key for one in sessions if one.ends_at > now)
    unsigned = tuple(one.key for one in sessions if one.ends_at <= now and not one.is_signed)
    found = [Obstacle("not_over", to_come), Obstacle("unsigned", unsigned)]
    return [one for one in found if one.sessions]


def result_of(hours: Hours, parts: Mapping[int, Part], terms: Terms) -> Result:
    """Return what comes of these hours; `parts` name what may fall short, by key."""
    verdict = verdict_of(hours, terms)
    share = percent_shown(hours.attended, hours.planned, terms)
    params: dict[str, Any] = {"percent": share, "threshold": terms.threshold_percent}
    if verdict.short:
        params["short"] = [_short(hours, parts[key], key, terms) for key in verdict.short]
    return Result(hours, verdict.is_met, verdict.reason, params, _met(hours, terms))


def _short(hours: Hours, part: Part, key: int, terms: Terms) -> dict[str, Any]:
    own = next(one for one in hours.parts if one.part == key)
    share = percent_shown(own.attended, own.planned, terms)
    return {"code": part.code, "title_it": part.title_it, "title_en": part.title_en, "percent": share}


def _met(hours: Hours, terms: Terms) -> frozenset[int]:
    """Name the parts of which enough was attended, whether or not the funding line asks for that."""
    return frozenset(one.part for one in hours.parts if reaches(one.attended, one.planned, terms))
