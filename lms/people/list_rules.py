"""Judges a list of people row by row: who is new, who gets a role, and everything that is wrong."""

from collections.abc import Sequence
from datetime import date

from lms.spreadsheets.cells import day_numbers, folded
from lms.spreadsheets.faults import shortened

from .list_columns import (
    CLUSTER,
    EMAIL,
    END,
    EXAMPLE_EMAIL,
    FIRST_NAME,
    LANGUAGE,
    LANGUAGES,
    LAST_NAME,
    ROLE,
    START,
)
from .list_values import Entry, Facts, Held, Judged, KnownPerson, ListFault, ListProblem, ListRow, What

LONGEST_NAME = 150
EARLIEST, LATEST = 2000, 2100  # years of a programme; anything else is a slip


def judge_list(rows: Sequence[ListRow], facts: Facts) -> Judged:
    """Return what each row brings about, or its problems; a person stands in a list once."""
    first_rows: dict[str, int] = {}
    judges = [_Judge(row, facts, first_rows) for row in rows]
    entries = [judge.entry() for judge in judges]
    problems = [problem for judge in judges for problem in judge.problems]
    return Judged(tuple(entry for entry in entries if entry), tuple(problems))


def overlap(held: Sequence[Held], wanted: Held) -> Held | None:
    """Return the first role held that is the wanted one in a part of its time."""
    for one in held:
        is_same = (one.role, one.cluster) == (wanted.role, wanted.cluster)
        if is_same and (one.end is None or one.end >= wanted.start) and (wanted.end is None or one.start <= wanted.end):
            return one
    return None


def covers(held: Held, wanted: Held) -> bool:
    """Say whether the wanted time lies within the time held."""
    return held.start <= wanted.start and (held.end is None or (wanted.end is not None and wanted.end <= held.end))


class _Judge:
    """One row: each question notes its problem and goes on, so that all of them show at once."""

    def __init__(self, row: ListRow, facts: Facts, first_rows: dict[str, int]) -> None:
        self.row = row
        self.facts = facts
        self.first_rows = first_rows
        self.problems: list[ListProblem] = []

    def entry(self) -> Entry | None:
        """Return what the row brings about; none with a problem, or with a cell that could not be read."""
        email = self._email()
        person = self.facts.people.get(email)
        first_name, last_name = self._name(FIRST_NAME), self._name(LAST_NAME)
        language = self._language()
        if person is None and email and not self._has(FIRST_NAME, LAST_NAME):
            self._add(FIRST_NAME, ListFault.MISSING_NAME)
        wanted = self._wanted()
        what = self._what(person, wanted)
        if self.problems or self.row.unreadable:
            return None
        known_as = person.name if person else ""
        common = (self.row.number, what, email, first_name, last_name, language, known_as)
        return Entry(*common, wanted.role, wanted.cluster, wanted.start, wanted.end) if wanted else Entry(*common)

    def _email(self) -> str:
        email = self._text(EMAIL).lower()
        if EMAIL in self.row.unreadable:
            return ""
        if not email:
            self._add(EMAIL, ListFault.MISSING_ADDRESS)
        elif not self.facts.is_address(email):
            self._add(EMAIL, ListFault.BAD_ADDRESS, value=email)
        elif email == EXAMPLE_EMAIL:
            self._add(EMAIL, ListFault.EXAMPLE_ROW)
        elif email in self.first_rows:
            self._add(EMAIL, ListFault.REPEATED_PERSON, value=email, first=str(self.first_rows[email]))
        else:
            self.first_rows[email] = self.row.number
            if (person := self.facts.people.get(email)) and not person.is_active:
                self._add(EMAIL, ListFault.INACTIVE_PERSON, value=person.name)
            return email
        return ""

    def _name(self, column: str) -> str:
        name = self._text(column)
        if len(name) > LONGEST_NAME:
            self._add(column, ListFault.NAME_TOO_LONG, limit=str(LONGEST_NAME))
        return name

    def _language(self) -> str:
        text = self._text(LANGUAGE)
        if text and folded(text) not in LANGUAGES:
            self._add(LANGUAGE, ListFault.UNKNOWN_LANGUAGE, value=text)
        return LANGUAGES.get(folded(text), "it")

    def _wanted(self) -> Held | None:
        """Return the role that the row gives, if it gives one and all about it is understood."""
        before = len(self.problems)
        if not self._has(ROLE):
            if self._has(CLUSTER, START, END):
                self._add(ROLE, ListFault.MISSING_ROLE)
            return None
        role = self._role()
        cluster = self._cluster(role)
        start, end = self._day(START) or self.facts.today, self._day(END)
        self._check_time(role, start, end)
        return Held(role, cluster, start, end) if len(self.problems) == before else None

    def _role(self) -> str:
        text = self._text(ROLE)
        role = self.facts.roles.get(folded(text), "")
        if not role and ROLE not in self.row.unreadable:
            self._add(ROLE, ListFault.UNKNOWN_ROLE, value=text)
        return role

    def _cluster(self, role: str) -> str:
        text = self._text(CLUSTER)
        cluster = self.facts.clusters.get(folded(text)) if text else ""
        if cluster is None:
            self._add(CLUSTER, ListFault.UNKNOWN_CLUSTER, value=text)
        elif text and not cluster:
            self._add(CLUSTER, ListFault.AMBIGUOUS_CLUSTER, value=text)
        elif not text and role in self.facts.of_a_cluster and CLUSTER not in self.row.unreadable:
            self._add(CLUSTER, ListFault.MISSING_CLUSTER, role=role)
        elif text and role in self.facts.of_no_cluster:
            self._add(CLUSTER, ListFault.ROLE_WITHOUT_CLUSTER, role=role, value=text)
        return cluster or ""

    def _day(self, column: str) -> date | None:
        text = self._text(column)
        if not text:
            return None
        numbers = day_numbers(text)
        if numbers is None:
            self._add(column, ListFault.UNKNOWN_DATE, value=text)
            return None
        try:
            day = date(*numbers)
        except ValueError:
            day = date.min
        if not EARLIEST <= day.year <= LATEST:
            self._add(column, ListFault.IMPOSSIBLE_DATE, value=text)
            return None
        return day

    def _check_time(self, role: str, start: date, end: date | None) -> None:
        if end is None:
            if role in self.facts.with_an_end and not self._has(END):
                self._add(END, ListFault.AUDITOR_WITHOUT_END)
        elif end < start:
            self._add(END, ListFault.ENDS_BEFORE_START, start=start.isoformat(), end=end.isoformat())
        elif end < self.facts.today:
            self._add(END, ListFault.ENDED_ALREADY, end=end.isoformat())

    def _what(self, person: KnownPerson | None, wanted: Held | None) -> What:
        if person is None:
            return What.NEW
        held = overlap(person.held, wanted) if wanted else None
        if wanted is None or (held and covers(held, wanted)):
            return What.NOTHING
        if held:
            until = held.end.isoformat() if held.end else ""
            self._add(ROLE, ListFault.ROLE_HELD, role=held.role, start=held.start.isoformat(), end=until)
        return What.ROLE

    def _text(self, column: str) -> str:
        return "" if column in self.row.unreadable else self.row.texts.get(column, "")

    def _has(self, *columns: str) -> bool:
        return any(self.row.texts.get(column) or column in self.row.unreadable for column in columns)

    def _add(self, column: str, code: ListFault, **params: str) -> None:
        short = {key: shortened(value) for key, value in params.items()}
        self.problems.append(ListProblem(self.row.number, column, code, short))
