"""Why something cannot be written into the register, in words: each says what to do instead."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .models import AttendanceEntry, TrainingSession
from .register_rules import PRESENT, Said


def refusal(code: str, session: TrainingSession) -> str:
    """Return the sentence for a code of `lms.training.register_rules` that concerns the whole session."""
    if code == "too_early":
        moment = date_format(localtime(session.starts_at, session.zone), "DATETIME_FORMAT")
        return _("The session starts on %(moment)s: attendance is taken from a few minutes before.") % {
            "moment": moment
        }
    return REFUSALS[code]()


REFUSALS: dict[str, Callable[[], str]] = {
    "cancelled": lambda: _("This session was cancelled: there is no attendance to take."),
    "offering_closed": lambda: _("The register is closed: the offering is not open (any more)."),
    "signed": lambda: _("This session is signed off: from now on only a coordinator corrects it."),
    "signed_already": lambda: _("This session is signed off already."),
    "not_over": lambda: _("The session is not over yet: sign it off when it has ended."),
    "missing": lambda: _("Somebody is not marked yet: mark everybody as present or absent first."),
}

FAULTS: dict[str, Callable[[], str]] = {
    "unknown": lambda: _("This person has no confirmed seat: open the page again to see who takes part."),
    "stale": lambda: _("The page was old: look at this row again, then save."),
    "minutes": lambda: _("That is as long as the session or longer: mark the person as absent, or give fewer minutes."),
    "reason": lambda: _("Say why this line is corrected: the first one stays readable beside it."),
    "late_reason": lambda: _("The day of the session is over: say why it is written down only now."),
}


def fault(code: str, enrolment: int) -> ValidationError:
    """Return the mistake in the mark of one participant; `params` name whose it is."""
    return _of(FAULTS[code](), code, enrolment)


def conflict(enrolment: int, entry: AttendanceEntry, said: Said) -> ValidationError:
    """Return what somebody else has written since the page was opened; nothing of it is overwritten."""
    words = _(
        "%(author)s wrote “%(said)s” at %(time)s, after you had opened the page. To change it, say why and save again."
    )
    told = {
        "author": entry.author,
        "said": said_words(said),
        "time": date_format(localtime(entry.written_at), "TIME_FORMAT"),
    }
    return _of(words % told, "conflict", enrolment)


def _of(words: str, code: str, enrolment: int) -> ValidationError:
    """Name whose mistake it is; words with parameters are formatted, so a sign of per cent in them is doubled."""
    return ValidationError(words.replace("%", "%%"), code=code, params={"enrolment": enrolment})


def said_words(said: Said) -> str:
    """Say "present", "absent", "present, 10 minutes late"."""
    if said.state != PRESENT:
        return _("absent")
    parts = [_("present")]
    if said.late:
        parts.append(_("%(minutes)s min late") % {"minutes": said.late})
    if said.early:
        parts.append(_("left %(minutes)s min early") % {"minutes": said.early})
    return ", ".join(parts)


def reasons() -> list[str]:
    """Return the usual reasons of a correction, for those who do not want to write one."""
    return [
        _("Marked by mistake"),
        _("Came after the roll call"),
        _("Left before the end"),
        _("According to the paper register"),
    ]
