"""What stands against an import: problems of the file itself, and conflicts with what the database holds.

Both are stored as codes and parameters, and put into words in the language of whoever reads them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from openpyxl.utils.cell import coordinate_to_tuple

from lms.spreadsheets.fault_words import place

from .problem_texts import describe
from .workbook import Code, Problem


class ConflictCode(StrEnum):
    """Why a file that is right in itself cannot be imported now."""

    ASSESSMENT_CLOSED = "assessment_closed"
    ASSESSMENT_EXISTS = "assessment_exists"
    SCORED_BY_HAND = "scored_by_hand"
    CHANGED_MEANWHILE = "changed_meanwhile"
    PREVIEW_OUTDATED = "preview_outdated"


SENTENCES = {
    ConflictCode.ASSESSMENT_CLOSED: gettext_noop(
        "the assessment of %(cluster)s of %(day)s is closed and cannot change: remove the column, or correct the date."
    ),
    ConflictCode.ASSESSMENT_EXISTS: gettext_noop(
        "the assessment of %(cluster)s of %(day)s exists and is open: choose to replace its scores (--replace), "
        "or correct the date."
    ),
    ConflictCode.SCORED_BY_HAND: gettext_noop(
        "the assessment of %(cluster)s of %(day)s is being scored by hand on the site: remove the column, or correct "
        "the date."
    ),
    ConflictCode.CHANGED_MEANWHILE: gettext_noop(
        "The framework or a cluster was changed while the file was being read: import it again."
    ),
    ConflictCode.PREVIEW_OUTDATED: gettext_noop(
        "Something has changed since the preview was made: look at what would change now, then commit."
    ),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing in the database that an import may not overwrite; `cell` is the heading of the cluster's column."""

    code: ConflictCode
    sheet: str = ""
    cell: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


Finding = Problem | Conflict


class ImportRefused(ValidationError):  # noqa: N818  # says what happened, as PermissionDenied does
    """Nothing was imported; the findings say why, each in one message."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__([sentence(finding) for finding in self.findings])


def sentence(finding: Finding) -> str:
    """Say in the current language what is wrong, where, and what to do."""
    if isinstance(finding, Problem):
        return describe(finding)
    params = dict(finding.params)
    if "day" in params:
        params["day"] = date_format(date.fromisoformat(params["day"]), "DATE_FORMAT")
    what = gettext(SENTENCES[finding.code]) % params
    row, column = coordinate_to_tuple(finding.cell) if finding.cell else (None, None)
    if where := place(finding.sheet, finding.cell, row, column):
        return gettext("%(where)s: %(what)s") % {"where": where, "what": what}
    return what[:1].upper() + what[1:]


def without_place(finding: Finding) -> Finding:
    """Return the finding for where its place is shown beside it."""
    if isinstance(finding, Problem):
        return replace(finding, sheet="", row=None, column=None)
    return replace(finding, sheet="", cell="")


def stored(finding: Finding) -> dict[str, Any]:
    """Return the finding as it is kept with an upload."""
    common = {"code": str(finding.code), "sheet": finding.sheet, "params": dict(finding.params)}
    if isinstance(finding, Problem):
        return common | {"row": finding.row, "column": finding.column}
    return common | {"cell": finding.cell}


def restored(kept: Mapping[str, Any]) -> Finding:
    """Return the finding that `stored()` made this of."""
    if kept["code"] in set(ConflictCode):
        return Conflict(ConflictCode(kept["code"]), kept["sheet"], kept["cell"], kept["params"])
    return Problem(Code(kept["code"]), kept["sheet"], kept["row"], kept["column"], kept["params"])
