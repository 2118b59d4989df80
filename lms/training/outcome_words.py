"""Outcomes and what stands in the way of them, in the active language."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lms.languages import current
from lms.needs.templatetags.amounts import hours

from .models import TrainingSession
from .outcome_rules import Obstacle


class Told(Protocol):
    """What a sentence is made of: an outcome that was written, or one that would be."""

    attended_minutes: int
    planned_minutes: int
    reason: str
    params: dict[str, Any]


def outcome_sentence(outcome: Told) -> str:
    """Say hours, share and threshold: "22 of 28 hours: 79 %, threshold 80 %"."""
    if outcome.reason == "nothing_planned":
        return _("No hours were planned.")
    sentence = _("%(attended)s of %(planned)s hours: %(percent)s %%, threshold %(threshold)s %%") % _said(outcome)
    if outcome.reason != "part_below":
        return sentence
    short = ", ".join(_short_part(part) for part in outcome.params["short"])
    return _("%(sentence)s for every module too. Below it: %(modules)s") % {"sentence": sentence, "modules": short}


def hours_words(minutes: int) -> str:
    """Write minutes as hours of the locale, as every page does: 450 is 7.5."""
    return hours(minutes)


def obstacle_words(obstacle: Obstacle, sessions: Mapping[int, TrainingSession]) -> str:
    """Say what stands in the way of closing, of which sessions, and what to do."""
    named = "; ".join(session_words(sessions[key]) for key in obstacle.sessions)
    return OBSTACLES[obstacle.code]() % {"sessions": named}


def session_words(session: TrainingSession) -> str:
    """Name a session by its title and the day at its place."""
    day = date_format(localtime(session.starts_at, session.zone), "DATE_FORMAT")
    return f"{session.title} ({day})"


def _said(outcome: Told) -> dict[str, Any]:
    shares = {name: outcome.params[name] for name in ("percent", "threshold")}
    return shares | {"attended": hours(outcome.attended_minutes), "planned": hours(outcome.planned_minutes)}


def _short_part(part: Mapping[str, Any]) -> str:
    named = part[f"title_{current()}"] or part["title_it"]
    return _("%(module)s (%(percent)s %%)") % {"module": f"{part['code']} {named}", "percent": part["percent"]}


OBSTACLES = {
    "draft": lambda: _("It was never published: a draft has no outcomes."),
    "cancelled": lambda: _("It was cancelled: there are no outcomes to compute."),
    "no_sessions": lambda: _("No session was held. Add the sessions with their registers, or cancel the offering."),
    "not_over": lambda: _("These sessions are still to come. Wait for them, or cancel them: %(sessions)s"),
    "unsigned": lambda: _("These sessions are not signed off. Ask their instructors to sign: %(sessions)s"),
}
