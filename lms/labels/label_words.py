"""The findings of a label track in words: what is met or missing, with its figures."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.benchmarking.gaps import Minimum
from lms.benchmarking.models import Indicator
from lms.benchmarking.templatetags.benchmark import as_percent, level, percent_reached

from .label_track import Ask, Finding, Reason

Params = Mapping[str, Any]


def finding_words(finding: Finding) -> str:
    """Say in a sentence why a requirement is in its state."""
    if finding.kind == Ask.SHARE and "lowest_bp" in finding.params:
        return _share(finding)
    if finding.kind == Ask.MINIMUMS and "total" in finding.params:
        return _minimums(finding)
    return SENTENCES[finding.reason](_written(finding.params))


def finding_details(finding: Finding, indicators: Mapping[str, Indicator]) -> list[str]:
    """Name each minimum requirement that is missed or not assessed; nothing for other requirements."""
    missed, unknown = finding.params.get("missed", ()), finding.params.get("unknown", ())
    return [_minimum(found, indicators) for found in (*missed, *unknown)]


def share_words(params: Params) -> str:
    """Write the share reached, as a range while scores are missing."""
    low, high = (percent_reached(params[key], params["asked"]) for key in ("lowest_bp", "highest_bp"))
    return high if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _share(finding: Finding) -> str:
    about = {
        "share": share_words(finding.params),
        "asked": as_percent(finding.params["asked"]) if finding.params["asked"] else "",
        "day": date_format(finding.params["day"]),
    }
    if finding.reason == Reason.NOT_CONFIRMED:
        return _("%(share)s of at least %(asked)s by the cluster’s own count of %(day)s.") % about
    return _("%(share)s of at least %(asked)s in the round of %(day)s.") % about


def _minimums(finding: Finding) -> str:
    total = finding.params["total"]
    about = {"met": finding.params["met"], "total": total, "day": date_format(finding.params["day"])}
    if not total:
        return _("The framework of the round of %(day)s asks for no minimum.") % about
    if finding.reason == Reason.NOT_CONFIRMED:
        own = ngettext(
            "%(met)s of %(total)s minimum requirement met by the cluster’s own count of %(day)s.",
            "%(met)s of %(total)s minimum requirements met by the cluster’s own count of %(day)s.",
            total,
        )
        return own % about
    said = ngettext(
        "%(met)s of %(total)s minimum requirement met in the round of %(day)s.",
        "%(met)s of %(total)s minimum requirements met in the round of %(day)s.",
        total,
    )
    return said % about


def _minimum(found: Minimum, indicators: Mapping[str, Indicator]) -> str:
    name = str(indicators.get(found.indicator, found.indicator))
    about = {"indicator": name, "score": level(found.score), "minimum": level(found.minimum)}
    if found.score is None:
        return _("%(indicator)s: not assessed, at least %(minimum)s is asked") % about
    return _("%(indicator)s: %(score)s, at least %(minimum)s is asked") % about


def _benchmarked(params: Params) -> str:
    said = ngettext(
        "Benchmarked on %(day)s by %(assessors)s assessor.",
        "Benchmarked on %(day)s by %(assessors)s assessors.",
        params["assessors"],
    )
    return said % params


def _too_few_assessors(params: Params) -> str:
    said = ngettext(
        "The benchmark of %(day)s was made by %(assessors)s assessor; %(needed)s are asked.",
        "The benchmark of %(day)s was made by %(assessors)s assessors; %(needed)s are asked.",
        params["assessors"],
    )
    return said % params


def _label_held(params: Params) -> str:
    if params["until"] is None:
        return _("Covered by the label in force.")
    return _("Covered by the label in force until %(until)s.") % params


def _second_in_time(params: Params) -> str:
    said = ngettext(
        "Second benchmark on %(second)s, %(months)s month after that of %(first)s.",
        "Second benchmark on %(second)s, %(months)s months after that of %(first)s.",
        params["months"],
    )
    return said % params


def _too_early(params: Params) -> str:
    if params["until"] is None:
        return _("The first benchmark is of %(first)s: the second one counts from %(since)s on.") % params
    return _("The first benchmark is of %(first)s: the second one counts from %(since)s to %(until)s.") % params


def _window_open(params: Params) -> str:
    if params["until"] is None:
        return _("The first benchmark is of %(first)s: the second one counts from now on.") % params
    return _("The first benchmark is of %(first)s: the second one counts now, until %(until)s.") % params


def _enough(params: Params) -> str:
    accepted = ngettext("%(accepted)s accepted", "%(accepted)s accepted", params["accepted"])
    asked = ngettext("%(needed)s asked", "%(needed)s asked", params["needed"])
    return f"{accepted % params}, {asked % params}."


def _waiting(params: Params) -> str:
    return _too_few(params)


def _too_few(params: Params) -> str:
    parts = [ngettext("%(accepted)s of %(needed)s accepted", "%(accepted)s of %(needed)s accepted", params["accepted"])]
    if params["waiting"]:
        parts.append(
            ngettext("%(waiting)s waits to be looked at", "%(waiting)s wait to be looked at", params["waiting"])
        )
    if params["refused"]:
        parts.append(ngettext("%(refused)s not accepted", "%(refused)s not accepted", params["refused"]))
    return ", ".join(part % params for part in parts) + "."


SENTENCES: Mapping[Reason, Callable[[Params], str]] = {
    Reason.BENCHMARKED: _benchmarked,
    Reason.NO_BENCHMARK: lambda params: _("No interview or audit has been closed yet."),
    Reason.TOO_FEW_ASSESSORS: _too_few_assessors,
    Reason.TOO_OLD: lambda params: (
        _("The last interview or audit is of %(day)s: a label from it would have ended on %(until)s.") % params
    ),
    Reason.BEFORE_RENEWAL: lambda params: (
        _("The last interview or audit is of %(day)s; a renewal asks for one from %(since)s on.") % params
    ),
    Reason.LABEL_HELD: _label_held,
    Reason.NOT_ASKED_AGAIN: lambda params: _("Not asked again for a renewal."),
    Reason.SECOND_IN_TIME: _second_in_time,
    Reason.TOO_EARLY: _too_early,
    Reason.WINDOW_OPEN: _window_open,
    Reason.WINDOW_MISSED: lambda params: (
        _("After the benchmark of %(first)s the second one counted until %(until)s: the next one is a first one again.")
        % params
    ),
    Reason.ENOUGH: _enough,
    Reason.WAITING: _waiting,
    Reason.TOO_FEW: _too_few,
    Reason.NO_SCORES: lambda params: _("There is no round with scores yet."),
    Reason.NO_GOLD_RULE: lambda params: (
        _("The framework of the round of %(day)s has no rule for Gold, so its scores do not say.") % params
    ),
}


def _written(params: Params) -> dict[str, Any]:
    """Write days as the reader writes them; the rest stays as it is."""
    return {key: date_format(value) if isinstance(value, date) else value for key, value in params.items()}
