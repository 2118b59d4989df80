"""The words for a list of people to enrol: what each row brings about, and what is wrong with it."""

from enum import StrEnum

from django.utils.translation import gettext, gettext_noop

from lms.spreadsheets.fault_words import SENTENCES as FILE_SENTENCES
from lms.spreadsheets.fault_words import TABLE_SENTENCES

from .list_columns import heading_of
from .list_values import ListFault, Problem, What

SENTENCES: dict[StrEnum, str] = {
    ListFault.MISSING_ADDRESS: gettext_noop("the e-mail is missing: write the person's address."),
    ListFault.BAD_ADDRESS: gettext_noop(
        "“%(value)s” is no e-mail address: correct it, such as name.surname@example.org."
    ),
    ListFault.EXAMPLE_ROW: gettext_noop(
        "this is the example of the template: write a person in its place, or remove it."
    ),
    ListFault.REPEATED_PERSON: gettext_noop("%(value)s stands already in row %(first)s: keep one row for each person."),
    ListFault.UNKNOWN_PERSON: gettext_noop(
        "nobody here has the address %(value)s: correct it, or invite the person first."
    ),
    ListFault.INACTIVE_PERSON: gettext_noop(
        "%(value)s is here but not active: make the person active first, or remove the row."
    ),
    ListFault.TEACHES: gettext_noop("%(value)s teaches in this offering, and so cannot take part: remove the row."),
    ListFault.UNKNOWN_CLUSTER: gettext_noop(
        "no cluster is called “%(value)s”: write its code or its name as in the list of clusters."
    ),
    ListFault.AMBIGUOUS_CLUSTER: gettext_noop("more than one cluster is called “%(value)s”: write its code."),
    ListFault.CHOOSE_CLUSTER: gettext_noop("%(value)s manages several clusters: write one of %(codes)s."),
    ListFault.OTHER_CLUSTER: gettext_noop(
        "%(value)s does not manage the cluster %(codes)s: write one of the person's own, or leave the cell empty."
    ),
}
"""One English msgid for each code; they follow a row and a column."""

ALL_SENTENCES = {**FILE_SENTENCES, **TABLE_SENTENCES, **SENTENCES}

WHAT: dict[str, str] = {
    What.NEW: gettext_noop("Is entered"),
    What.APPLIED: gettext_noop("Has applied: is approved"),
    What.BACK: gettext_noop("Had left: is entered again"),
    What.NOTHING: gettext_noop("On the list already: nothing new"),
    "": gettext_noop("Has problems"),
}


def sentence(problem: Problem) -> str:
    """Say in the current language what is wrong and what to do; an address stays as it was written."""
    text = gettext(ALL_SENTENCES[problem.code])
    said = text % problem.params
    return said if text.startswith("%(") else said[:1].upper() + said[1:]


def with_place(problem: Problem) -> str:
    """Say the same with the row and the column before it."""
    words = {"row": problem.row, "column": heading_of(problem.column), "what": sentence(problem)}
    return gettext("Row %(row)s, column %(column)s: %(what)s") % words


def what_happens(what: str) -> str:
    """Say what a row brings about."""
    return gettext(WHAT[what])
