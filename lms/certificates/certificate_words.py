"""The words of a certificate in the active language, for paper and page alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.languages import current
from lms.needs.templatetags.amounts import hours

Facts = Mapping[str, Any]


def title() -> str:
    """Name the document."""
    return _("Certificate of attendance")


def own(words: Mapping[str, str]) -> str:
    """Return the words of a fact in the active language, or the Italian ones where there are none."""
    return words.get(current()) or words.get("it", "")


def attended_what(facts: Facts) -> str:
    """Say what the person did, before the title of it."""
    if facts["offering"]["kind"] == "visit":
        return _("took part in the study visit")
    return _("attended the course")


def hours_line(facts: Facts) -> str:
    """Say the hours attended and planned."""
    figures = {"attended": hours(facts["attended"]), "planned": hours(facts["planned"])}
    return _("%(attended)s hours attended of %(planned)s planned") % figures


def edition_line(facts: Facts) -> str:
    """Say the edition, its dates and its place."""
    offering = facts["offering"]
    line = _("Edition %(code)s, %(dates)s") % {"code": offering["code"], "dates": dates(facts)}
    return f"{line}, {offering['place']}" if offering.get("place") else line


def dates(facts: Facts) -> str:
    """Say from when to when, or on which day."""
    first, last = day(facts["starts_on"]), day(facts["ends_on"])
    return (
        _("on %(day)s") % {"day": first}
        if first == last
        else _("%(first)s – %(last)s") % {"first": first, "last": last}
    )


def day(iso: str) -> str:
    """Write a day."""
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")


def part_title(part: Mapping[str, Any]) -> str:
    """Return code and title of a part."""
    return f"{part['code']} {own(part['title'])}"


def issued_line(facts: Facts) -> str:
    """Say who issued it, and when."""
    return _("Issued by %(issuer)s on %(day)s") % {"issuer": facts["issuer"], "day": day(facts["issued_on"])}


def project_line(facts: Facts) -> str:
    """Say the project code, when the funding line has one."""
    code = facts["funding"]["project_code"]
    return _("Project code (CUP): %(code)s") % {"code": code} if code else ""
