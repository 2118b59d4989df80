"""Codes of the rules in words: why somebody cannot apply or score, what decided in the ranking."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .conflicts import Conflict
from .eligibility import Obstacle
from .models import Call, TieRule

ANSWERS = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def refusal(code: str, call: Call) -> str:
    """Return the sentence for a code of `lms.selection.eligibility`."""
    if code == Obstacle.NOT_YET:
        return _("Applications are taken from %(moment)s.") % {"moment": moment(call.opens_at)}
    if code == Obstacle.TOO_LATE:
        return _("Applications were taken until %(moment)s.") % {"moment": moment(call.closes_at)}
    if code == Obstacle.WRONG_ROLE:
        roles = ", ".join(rule.get_role_display().lower() for rule in call.eligibility_rules.all())
        return _("This call is for others: who may apply is %(roles)s.") % {"roles": roles}
    return OBSTACLES[Obstacle(code)]()


OBSTACLES = {
    Obstacle.NOT_OPEN: lambda: _("This call takes no applications."),
    Obstacle.ASSESSES: lambda: _("You assess the applications of this call, so you cannot apply."),
    Obstacle.RUNS: lambda: _("You run the calls, so you cannot apply."),
    Obstacle.NO_CLUSTER: lambda: _("One applies for a cluster whose manager one is, and you manage none."),
    Obstacle.OTHER_CLUSTER: lambda: _("You can apply only for a cluster whose manager you are."),
    Obstacle.CHOOSE_CLUSTER: lambda: _("Choose the cluster for which you apply."),
    Obstacle.HANDED_IN: lambda: _("Your application is handed in already."),
}
CONFLICTS = {
    Conflict.OWN: lambda: _("the own application"),
    Conflict.SAME_CLUSTER: lambda: _("manages or tutors the cluster, or did lately"),
    Conflict.DECLARED: lambda: _("declared a conflict"),
}


def conflict_words(code: str) -> str:
    """Return why an assessor does not score an application."""
    return CONFLICTS[Conflict(code)]()


def tie_words(code: str, rules: Sequence[TieRule]) -> str:
    """Return the rule that put somebody behind the one above with the same score."""
    if code == "lot":
        return _("a lot drawn from the published seed")
    return next((str(rule) for rule in rules if rule.code == code), "")


def score_words(score: Fraction) -> str:
    """Return a score with two decimals, cut, not rounded: what is below the least never reads as reaching it."""
    hundredths = int(score * 100)
    return number_format(Decimal(hundredths) / 100, decimal_pos=2)


def moment(at: datetime) -> str:
    """Return day and time by the reader's clock."""
    return date_format(localtime(at), "DATETIME_FORMAT")
