"""Why a seat cannot be asked for, in words: each says what to do instead."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .models import Offering


def refusal(code: str, offering: Offering) -> str:
    """Return the sentence for a code of `lms.training.eligibility`."""
    if code == "too_late" and offering.apply_until:
        moment = date_format(localtime(offering.apply_until, ZoneInfo(offering.time_zone)), "DATETIME_FORMAT")
        return _("Applications were taken until %(moment)s: ask the coordinators whether a seat is left.") % {
            "moment": moment
        }
    return REFUSALS[code]()


REFUSALS = {
    "not_published": lambda: _("This offering takes nobody: it is not open for enrolment."),
    "over": lambda: _("This offering has begun already: ask the coordinators whether you can still join."),
    "too_late": lambda: _("Applications are closed: ask the coordinators whether a seat is left."),
    "wrong_audience": lambda: _("This offering is for others: look in the calendar for those that are for you."),
    "other_cluster": lambda: _("You can come only for a cluster whose manager you are."),
    "choose_cluster": lambda: _("Choose the cluster for which you come."),
    "teaches": lambda: _("You teach in this offering, so you cannot take part in it."),
    "already": lambda: _("You have asked for a seat already."),
}
