"""Where a label stands and what to do next for it, each in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.benchmarking.templatetags.benchmark import as_count, level

from .label_track import Ask, Reason, Stage

if TYPE_CHECKING:
    from .track_page import LabelCard, RequirementRow


def stage_words(card: LabelCard) -> str:
    """Say where the label stands in time."""
    ends = card.last.valid_until if card.last else None
    about = {
        "until": _day(ends), "since": _day(card.renewable_from), "grace": _day(card.grace_until),
        "from": _day(card.last.valid_from if card.last else None),
    }  # fmt: skip
    if card.stage == Stage.HELD and (ends is None or card.rule is None):
        return (_("In force until %(until)s.") if ends else _("In force until further notice.")) % about
    return STAGES[card.stage]() % about


STAGES: Mapping[Stage, Callable[[], str]] = {
    Stage.NEVER: lambda: _("Not held so far."),
    Stage.HELD: lambda: _("In force until %(until)s; it may be renewed from %(since)s on."),
    Stage.RENEWABLE: lambda: _("In force until %(until)s; it may be renewed now, until %(grace)s."),
    Stage.GRACE: lambda: _("Expired on %(until)s; it may still be renewed until %(grace)s."),
    Stage.ENDED: lambda: _("Ended on %(until)s; a new award counts as a first one."),
}


def dates_words(card: LabelCard) -> str:
    """Say from when until when the label would hold: from the latest benchmark, or from one held today."""
    dates = card.dates_from or card.if_benchmarked_today
    if dates is None or card.proposal:
        return ""
    days = {"from": _day(dates.valid_from), "until": _day(dates.valid_until), "day": _day(card.benchmarked_on)}
    if card.dates_from:
        return _("From the benchmark of %(day)s it would hold from %(from)s to %(until)s.") % days
    return _("Benchmarked today, it would hold from %(from)s to %(until)s.") % days


def step_words(card: LabelCard) -> str:
    """Say what to do next for the label."""
    if card.rule is None:
        return _("No rule for this label is in force: a coordinator enters it in the administration.")
    if card.proposal is not None:
        days = {"from": _day(card.proposal.valid_from), "until": _day(card.proposal.valid_until)}
        return _("The label is proposed from %(from)s to %(until)s: a coordinator confirms it.") % days
    if card.stage == Stage.HELD:
        return _nothing_now(card)
    row = card.next_row
    if row is None:
        return _complete(card)
    return STEPS[row.finding.reason](row)


def _nothing_now(card: LabelCard) -> str:
    if card.renewable_from is None:
        return _("Nothing to do now: the label is in force.")
    return _("Nothing to do before %(day)s: from then on a new benchmark renews the label.") % {
        "day": _day(card.renewable_from)
    }


def _complete(card: LabelCard) -> str:
    if not card.requirements:
        return _("The rule asks for nothing yet: a coordinator enters its requirements in the administration.")
    return _("Everything is there: the label is proposed to the coordinators by itself.")


def _benchmark(row: RequirementRow) -> str:
    needed = row.finding.params.get("needed", 1)
    said = ngettext(
        "Ask the coordinators for an interview or audit by %(needed)s assessor.",
        "Ask the coordinators for an interview or audit by %(needed)s assessors.",
        needed,
    )
    return said % {"needed": needed}


def _more(row: RequirementRow) -> str:
    params = row.finding.params
    count = params["needed"] - params["accepted"] - params["waiting"]
    if row.finding.kind == Ask.IMPROVEMENTS:
        said = ngettext(
            "Describe %(count)s more area of improvement.", "Describe %(count)s more areas of improvement.", count
        )
    else:
        said = ngettext(
            "Attach %(count)s more piece of evidence: %(name)s.",
            "Attach %(count)s more pieces of evidence: %(name)s.",
            count,
        )
    return said % {"count": count, "name": row.name}


def _raise(row: RequirementRow) -> str:
    params = row.finding.params
    if row.finding.kind == Ask.MINIMUMS:
        first = params["missed"][0].indicator
        return _("Work on the minimum requirements that are missed, first of all %(code)s.") % {"code": first}
    points = params["short_at_worst"]
    said = ngettext(
        "Raise the score by %(points)s point: the benchmark says where the gaps are largest.",
        "Raise the score by %(points)s points: the benchmark says where the gaps are largest.",
        as_count(points),
    )
    return said % {"points": level(points)}


def _with_days(sentence: Callable[[], str]) -> Callable[[RequirementRow], str]:
    """Return a step whose sentence names the days of the finding."""

    def step(row: RequirementRow) -> str:
        params: dict[str, Any] = dict(row.finding.params)
        return sentence() % {"since": _day(params.get("since")), "until": _day(params.get("until")), "name": row.name}

    return step


STEPS: Mapping[Reason, Callable[[RequirementRow], str]] = {
    Reason.NO_BENCHMARK: _benchmark,
    Reason.TOO_FEW_ASSESSORS: _benchmark,
    Reason.TOO_OLD: _benchmark,
    Reason.BEFORE_RENEWAL: _benchmark,
    Reason.WINDOW_MISSED: _with_days(lambda: _("Begin with a first benchmark: the second one follows in its time.")),
    Reason.WINDOW_OPEN: _with_days(lambda: _("Ask the coordinators for the second benchmark now.")),
    Reason.TOO_EARLY: _with_days(lambda: _("Wait for the second benchmark: it counts from %(since)s on.")),
    Reason.WAITING: _with_days(
        lambda: _("Wait until an assessor or a coordinator has looked at what was handed in: %(name)s.")
    ),
    Reason.TOO_FEW: _more,
    Reason.NOT_REACHED: _raise,
    Reason.UNCERTAIN: _with_days(lambda: _("Have the indicators scored that are not assessed.")),
    Reason.NOT_CONFIRMED: _with_days(lambda: _("Have an interview or audit confirm the cluster’s own count.")),
    Reason.NO_SCORES: _with_days(lambda: _("Begin with a self-assessment, or ask the coordinators for a round.")),
    Reason.NO_GOLD_RULE: _with_days(lambda: _("Ask the coordinators for a round on a framework with levels.")),
}


def _day(day: Any) -> str:
    return date_format(day) if day else ""
