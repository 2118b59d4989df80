"""From an uploaded list to what it would bring about: nothing is written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.list_columns import CLUSTER, EMAIL
from lms.people.list_page import ProblemShown
from lms.people.list_reading import whole_table_faults
from lms.spreadsheets.fault_words import describe
from lms.spreadsheets.tables import Limits, Table, TableRow, read_table
from lms.spreadsheets.writing import as_typed

from .list_columns import COLUMNS, heading_of
from .list_facts import facts_for, people_by_email
from .list_rules import judge_list
from .list_seats import seated_by
from .list_values import REASON, Entry, Line, Problem, What
from .list_words import sentence, what_happens
from .models import Offering
from .seat_taking import hold_offering

LIMITS = Limits()
KEPT_FOR = timedelta(hours=12)
LEFT_OUT = "left_out"
SALT = "training.list"


@dataclass(frozen=True)
class RowShown:
    """One row as the file has it and what it brings about; `what` is a code, empty for a row that is left out.

    `is_outside`: comes onto the list without being one of those for whom the offering is. `is_seated`: gets a seat, or
    waits; None where neither happens.
    """

    number: int
    email: str
    name: str
    cluster: str
    reason: str
    what: str
    text: str
    is_outside: bool = False
    is_seated: bool | None = None


@dataclass(frozen=True)
class ListPreview:
    """What a list would bring about now.

    `rows`: every row of the file; `problems`: row, column and sentence; `counts`: rows by `RowShown.what` ("new",
    "applied", "back", "nothing") and "left_out"; `ignored`: headings of columns that nobody asked for; `packed`: the
    rows without problems as a signed text that a form carries to `unpacked`.
    """

    rows: Sequence[RowShown]
    problems: Sequence[ProblemShown]
    counts: dict[str, int]
    ignored: Sequence[str]
    packed: str

    @property
    def to_enter(self) -> int:
        """How many people the list brings onto the list of the offering."""
        return sum(self.counts.get(what, 0) for what in ("new", "applied", "back"))


def read_list(file: "File[Any]", offering: Offering, *, now: datetime) -> ListPreview:
    """Read a .xlsx or .csv file of at most 500 people and 2 MB. Raises ValidationError when it holds no list at all."""
    table = read_table(file.read(LIMITS.most_bytes + 1), file.name or "", COLUMNS, LIMITS)
    if faults := whole_table_faults(table):
        raise ValidationError([describe(fault) for fault in faults])
    lines = [_line(row) for row in table.rows]
    people = people_by_email({line.texts.get(EMAIL, "").lower() for line in lines})
    persons = {person.pk: person for person in people.values()}
    with transaction.atomic():
        held = hold_offering(offering.code, now=now, people=list(persons))
    entries, found = judge_list(lines, facts_for(held.offering, people, held.of_people, now))
    problems = sorted([*_cell_problems(table), *found], key=lambda problem: problem.row)
    seated = seated_by(held, entries, persons)
    return _preview(offering, lines, entries, problems, table.left_out, seated)


def unpacked(text: str, offering: Offering) -> list[Line]:
    """Return the rows that a preview packed. Raises ValidationError for anything else, and after twelve hours."""
    try:
        rows = signing.loads(text, salt=f"{SALT}:{offering.code}", max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise ValidationError(
            _("This preview is not valid any more: upload the file again."), code="preview"
        ) from error
    return [Line(number, texts) for number, texts in rows]


def _line(row: TableRow) -> Line:
    texts = {key: as_typed(cell.text) for key, cell in row.cells.items() if key not in row.unreadable}
    return Line(row.number, texts, row.unreadable)


def _cell_problems(table: Table) -> list[Problem]:
    """Return what is wrong with single cells, by the key of their column."""
    keys = {number: key for key, number in table.columns.items()}
    return [Problem(one.row or 0, keys.get(one.column or 0, ""), one.code, one.params) for one in table.problems]


def _preview(
    offering: Offering,
    lines: Sequence[Line],
    entries: Iterable[Entry],
    problems: Iterable[Problem],
    ignored: Sequence[str],
    seated: Mapping[int, bool],
) -> ListPreview:
    by_row = {entry.row: entry for entry in entries}
    rows = [_shown(line, by_row.get(line.number), seated.get(line.number)) for line in lines]
    counts = Counter(row.what or LEFT_OUT for row in rows)
    good = [[line.number, dict(line.texts)] for line in lines if line.number in by_row]
    return ListPreview(
        rows=rows,
        problems=[ProblemShown(one.row, heading_of(one.column), sentence(one)) for one in problems],
        counts=dict(counts),
        ignored=ignored,
        packed=signing.dumps(good, salt=f"{SALT}:{offering.code}", compress=True),
    )


def _shown(line: Line, entry: Entry | None, is_seated: bool | None) -> RowShown:
    what = str(entry.what) if entry else ""
    return RowShown(
        number=line.number,
        email=line.texts.get(EMAIL, ""),
        name=entry.name if entry else "",
        cluster=entry.cluster if entry else line.texts.get(CLUSTER, ""),
        reason=line.texts.get(REASON, ""),
        what=what,
        text=what_happens(what),
        is_outside=entry is not None and entry.what != What.NOTHING and not entry.is_meant,
        is_seated=is_seated,
    )
