"""Judges a list of people to enrol row by row: who comes, for which cluster, and everything that is wrong."""

from collections.abc import Sequence

from lms.people.list_columns import CLUSTER, EMAIL, EXAMPLE_EMAIL
from lms.spreadsheets.cells import folded
from lms.spreadsheets.faults import shortened

from .list_values import REASON, Entry, Facts, Known, Line, ListFault, Problem, What

BY_STATUS = {None: What.NEW, "applied": What.APPLIED, "declined": What.BACK, "withdrawn": What.BACK}


def judge_list(lines: Sequence[Line], facts: Facts) -> tuple[list[Entry], list[Problem]]:
    """Return what each row brings about, or its problems; a person stands in a list once."""
    first_rows: dict[str, int] = {}
    entries, problems = [], []
    for line in lines:
        judge = _Judge(line, facts, first_rows)
        entry = judge.entry()
        problems += judge.problems
        entries += [entry] if entry else []
    return entries, problems


class _Judge:
    """One row: each question notes its problem and goes on, so that all of them show at once."""

    def __init__(self, line: Line, facts: Facts, first_rows: dict[str, int]) -> None:
        self.line = line
        self.facts = facts
        self.first_rows = first_rows
        self.problems: list[Problem] = []

    def entry(self) -> Entry | None:
        """Return what the row brings about; none with a problem, or with a cell that could not be read."""
        person = self._person()
        what = BY_STATUS.get(person.status, What.NOTHING) if person else What.NOTHING
        cluster = self._cluster(person, what)
        if self.problems or self.line.unreadable or person is None:
            return None
        return Entry(self.line.number, what, person.key, person.name, cluster, self._text(REASON), person.is_meant)

    def _person(self) -> Known | None:
        """Return who is meant; whoever is not here or cannot come is a problem."""
        email = self._text(EMAIL).lower()
        if EMAIL in self.line.unreadable:
            return None
        if fault := self._fault_of(email):
            self._add(EMAIL, fault, value=email, first=str(self.first_rows.get(email, "")))
            return None
        self.first_rows[email] = self.line.number
        person = self.facts.people.get(email)
        if person is None:
            self._add(EMAIL, ListFault.UNKNOWN_PERSON, value=email)
        elif not person.is_active:
            self._add(EMAIL, ListFault.INACTIVE_PERSON, value=person.name)
        elif person.teaches:
            self._add(EMAIL, ListFault.TEACHES, value=person.name)
        return person

    def _fault_of(self, email: str) -> ListFault | None:
        """Return what is wrong with the address itself."""
        if not email:
            return ListFault.MISSING_ADDRESS
        if not self.facts.is_address(email):
            return ListFault.BAD_ADDRESS
        if email == EXAMPLE_EMAIL:
            return ListFault.EXAMPLE_ROW
        return ListFault.REPEATED_PERSON if email in self.first_rows else None

    def _cluster(self, person: Known | None, what: What) -> str:
        """Return the code of the cluster that was written, or the only one that the person can come for."""
        text = self._text(CLUSTER)
        if text:
            code = self.facts.clusters.get(folded(text))
            if code is None:
                self._add(CLUSTER, ListFault.UNKNOWN_CLUSTER, value=text)
            elif not code:
                self._add(CLUSTER, ListFault.AMBIGUOUS_CLUSTER, value=text)
            elif person is not None and what != What.NOTHING and code not in (person.asked_for, *person.clusters):
                self._add(CLUSTER, ListFault.OTHER_CLUSTER, value=person.name, codes=code)
            return code or ""
        if person is None or what == What.NOTHING or CLUSTER in self.line.unreadable:
            return ""
        if person.asked_for or len(person.clusters) < 2:
            return person.asked_for or "".join(person.clusters)
        self._add(CLUSTER, ListFault.CHOOSE_CLUSTER, value=person.name, codes=", ".join(person.clusters))
        return ""

    def _text(self, column: str) -> str:
        return "" if column in self.line.unreadable else self.line.texts.get(column, "")

    def _add(self, column: str, code: ListFault, **params: str) -> None:
        short = {key: shortened(value) for key, value in params.items()}
        self.problems.append(Problem(self.line.number, column, code, short))
