"""The words for what is wrong with a list of people: which row, which column, what it is and what to do."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

from lms.spreadsheets.fault_words import SENTENCES as FILE_SENTENCES
from lms.spreadsheets.fault_words import TABLE_SENTENCES

from .list_columns import heading_of
from .list_values import ListFault
from .models import Role

SENTENCES: dict[StrEnum, str] = {
    ListFault.MISSING_ADDRESS: gettext_noop("the e-mail is missing: write the person's address."),
    ListFault.BAD_ADDRESS: gettext_noop(
        "“%(value)s” is no e-mail address: correct it, such as name.surname@example.org."
    ),
    ListFault.EXAMPLE_ROW: gettext_noop(
        "this is the example of the template: write a person in its place, or remove it."
    ),
    ListFault.REPEATED_PERSON: gettext_noop(
        "%(value)s stands already in row %(first)s: keep one row for each person, and give further roles afterwards."
    ),
    ListFault.INACTIVE_PERSON: gettext_noop(
        "%(value)s is here but not active: make the person active first, or remove the row."
    ),
    ListFault.MISSING_NAME: gettext_noop("the name of a new person is missing: write first name, last name or both."),
    ListFault.NAME_TOO_LONG: gettext_noop("the name is longer than %(limit)s characters: shorten it."),
    ListFault.UNKNOWN_LANGUAGE: gettext_noop("the language “%(value)s” is not known: write Italian or English."),
    ListFault.UNKNOWN_ROLE: gettext_noop("the role “%(value)s” is not known: write one of %(roles)s."),
    ListFault.MISSING_ROLE: gettext_noop(
        "there is a cluster or a date but no role: write the role, or empty the other cells."
    ),
    ListFault.UNKNOWN_CLUSTER: gettext_noop(
        "no cluster is called “%(value)s”: write its code or its name as in the list of clusters."
    ),
    ListFault.AMBIGUOUS_CLUSTER: gettext_noop("more than one cluster is called “%(value)s”: write its code."),
    ListFault.MISSING_CLUSTER: gettext_noop("the role %(role)s is of one cluster: write its code or its name."),
    ListFault.ROLE_WITHOUT_CLUSTER: gettext_noop(
        "the role %(role)s is of the whole programme: empty this cell (“%(value)s”)."
    ),
    ListFault.UNKNOWN_DATE: gettext_noop("“%(value)s” is no date: write it as day/month/year, such as 31/12/2026."),
    ListFault.IMPOSSIBLE_DATE: gettext_noop("the day “%(value)s” cannot be: correct it, as day/month/year."),
    ListFault.ENDS_BEFORE_START: gettext_noop(
        "the role would end on %(end)s, before it starts on %(start)s: correct one of the two days."
    ),
    ListFault.ENDED_ALREADY: gettext_noop("the role would have ended on %(end)s: write a day to come."),
    ListFault.AUDITOR_WITHOUT_END: gettext_noop("an auditor's role is for a limited time: write its last day."),
    ListFault.ROLE_HELD: gettext_noop(
        "this person holds the role %(role)s already from %(start)s until %(end)s: change that grant, or the days here."
    ),
}
"""One English msgid for each code; they follow a row and a column."""

ALL_SENTENCES = {**FILE_SENTENCES, **TABLE_SENTENCES, **SENTENCES}


def sentence(code: StrEnum, params: Mapping[str, str | int]) -> str:
    """Say in the current language what is wrong and what to do."""
    words = {key: _written(key, value) for key, value in params.items()}
    roles = ", ".join(f"“{role.label}”" for role in Role)
    text = gettext(ALL_SENTENCES[code]) % {"roles": roles, **words}
    return text[:1].upper() + text[1:]


def column_name(key: str) -> str:
    """Return how the current language calls a column."""
    return heading_of(key, (get_language() or "it")[:2]) if key else ""


def _written(key: str, value: str | int) -> str | int:
    if key in ("start", "end"):
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT") if value else gettext("further notice")
    if key == "role":
        return f"“{Role(str(value)).label}”"
    return value
