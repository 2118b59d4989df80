"""What the page of a list of people shows: what would happen row by row, what is wrong, what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.clusters.models import Cluster

from .list_actions import digest_of
from .list_columns import CLUSTER, EMAIL, END, FIRST_NAME, LAST_NAME, ROLE, START
from .list_reading import left_out_columns
from .list_values import Entry, Judged, ListProblem, What
from .list_words import column_name, sentence
from .models import PeopleImport, Role


@dataclass(frozen=True)
class ProblemShown:
    """One thing to mend, in words."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class RowShown:
    """One row as the file has it, and what it brings about, in words; `what` is empty for a row that is left out."""

    number: int
    name: str
    email: str
    role: str
    cluster: str
    start: str
    end: str
    what: str
    text: str


def shown(upload: PeopleImport, found: Judged) -> dict[str, Any]:
    """Return what the page shows of a list that waits; one query, for the names of clusters."""
    entries = {entry.row: entry for entry in found.entries}
    codes = {entry.cluster for entry in found.entries if entry.cluster}
    names = dict(Cluster.objects.filter(code__in=codes).values_list("code", "name"))
    counts = {what: sum(entry.what == what for entry in found.entries) for what in What}
    left_out = len(upload.rows) - len(found.entries)
    return {
        "rows": [_row(kept, entries.get(kept["row"]), names) for kept in upload.rows],
        "problems": [problem_shown(problem) for problem in found.problems],
        "left_out": left_out,
        "left_out_text": _left_out_text(left_out),
        "to_invite": counts[What.NEW] + counts[What.ROLE],
        "summary": _summary(counts),
        "ignored": left_out_columns(upload.problems),
        "digest": digest_of(found),
    }


def done(upload: PeopleImport) -> dict[str, Any]:
    """Return what the page shows of a list that was done."""
    words = {
        What.NEW: _("Invited"),
        What.ROLE: _("Role given"),
        What.NOTHING: _("Nothing new"),
        "": _("Left out"),
    }
    rows = [_texts(kept) | {"what": kept.get("what", ""), "text": words[kept.get("what", "")]} for kept in upload.rows]
    return {"rows": [RowShown(**row) for row in rows], "left_out": sum(not row["what"] for row in rows)}


def problem_shown(problem: ListProblem) -> ProblemShown:
    """Put a problem into words."""
    return ProblemShown(problem.row, column_name(problem.column), sentence(problem.code, problem.params))


def _row(kept: Mapping[str, Any], entry: Entry | None, names: Mapping[str, str]) -> RowShown:
    said = _texts(kept)
    if entry is None:
        return RowShown(**said, what="", text=_("Has problems"))
    if entry.role:
        role = {
            "role": str(Role(entry.role).label),
            "cluster": names.get(entry.cluster, ""),
            "start": _day(entry.start),
            "end": _day(entry.end),
        }
        said |= role
    return RowShown(**said, what=str(entry.what), text=_what(entry))


def _texts(kept: Mapping[str, Any]) -> dict[str, Any]:
    texts = kept["texts"]
    return {
        "number": kept["row"],
        "name": f"{texts.get(FIRST_NAME, '')} {texts.get(LAST_NAME, '')}".strip(),
        "email": texts.get(EMAIL, ""),
        "role": texts.get(ROLE, ""),
        "cluster": texts.get(CLUSTER, ""),
        "start": texts.get(START, ""),
        "end": texts.get(END, ""),
    }


def _what(entry: Entry) -> str:
    if entry.what == What.NEW:
        return _("New person: is invited")
    known = {"name": entry.known_as}
    if entry.what == What.ROLE:
        return _("Here already as %(name)s: gets the role") % known
    return _("Here already as %(name)s: nothing new") % known


def _summary(counts: Mapping[What, int]) -> list[str]:
    """Return one phrase for each thing that the list brings about."""
    new, role, nothing = counts[What.NEW], counts[What.ROLE], counts[What.NOTHING]
    words = [
        (new, ngettext("%(count)s new person", "%(count)s new people", new)),
        (role, ngettext("%(count)s known person gets a role", "%(count)s known people get a role", role)),
        (nothing, ngettext("%(count)s row with nothing new", "%(count)s rows with nothing new", nothing)),
    ]
    return [text % {"count": count} for count, text in words if count]


def _left_out_text(count: int) -> str:
    return ngettext("%(count)s row has problems", "%(count)s rows have problems", count) % {"count": count}


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
