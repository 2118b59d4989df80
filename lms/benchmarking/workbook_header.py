"""Which framework, version, day and kind a benchmark file is about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.spreadsheets.cells import CellKind, folded

from .workbook_cells import checked_day, day_of
from .workbook_labels import KINDS, Header
from .workbook_layout import Place
from .workbook_problems import Code, ProblemList, Refusal
from .workbook_values import CsvOptions, FrameworkSpec

_MISSING = {
    Header.FRAMEWORK: Code.MISSING_FRAMEWORK,
    Header.VERSION: Code.MISSING_VERSION,
    Header.DATE: Code.MISSING_DATE,
    Header.KIND: Code.MISSING_KIND,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the header says, each none where it is missing or not understood; the problems say why."""

    framework: FrameworkSpec | None
    kind: str | None
    assessed_on: date | None


def read_header(
    header: Mapping[Header, Place],
    options: CsvOptions,
    frameworks: Sequence[FrameworkSpec],
    today: date,
    problems: ProblemList,
) -> Facts:
    """Read the header of a file; what it lacks is taken from the options, and the two must not contradict."""
    reader = _HeaderReader(header, problems)
    named = reader.text(Header.FRAMEWORK, options.framework)
    version = reader.text(Header.VERSION, options.version)
    assessed_on = reader.day(options.assessed_on, today)
    kind = _kind(reader.text(Header.KIND, options.kind), reader)
    framework = _framework(named, version, frameworks, reader)
    if framework:
        reader.agree(Header.FRAMEWORK, options.framework, _names(framework))
        reader.agree(Header.VERSION, options.version, {folded(framework.version)})
    if kind:
        reader.agree(Header.KIND, options.kind, {kind, *(word for word, code in KINDS.items() if code == kind)})
    return Facts(framework, kind, assessed_on)


class _HeaderReader:
    """Takes each value from the file or the options and notes problems at the value's place."""

    def __init__(self, header: Mapping[Header, Place], problems: ProblemList) -> None:
        self.header = header
        self.problems = problems

    def text(self, header: Header, option: str) -> str | None:
        """Give the text in the file, else the option, else none with a problem."""
        place = self.header.get(header)
        if place and place.cell and place.cell.kind == CellKind.FORMULA:
            self.refuse(header, Refusal(Code.FORMULA_WITHOUT_VALUE))
            return None
        if place and place.cell:
            return place.cell.text
        if not option:
            self.refuse(header, Refusal(_MISSING[header]))
        return option or None

    def day(self, option: date | None, today: date) -> date | None:
        """Give the day of the assessment, from the file or else the option."""
        place = self.header.get(Header.DATE)
        if place and place.cell:
            found = day_of(place.cell, today)
        else:
            found = checked_day(option, today) if option else Refusal(Code.MISSING_DATE)
        if isinstance(found, Refusal):
            self.refuse(Header.DATE, found)
            return None
        if option:
            self.agree(Header.DATE, option.isoformat(), {found.isoformat()})
        return found

    def refuse(self, header: Header, refusal: Refusal) -> None:
        """Note a problem where the value or its label stands, if anywhere."""
        place = self.header.get(header)
        where = (place.row, place.column) if place else (None, None)
        self.problems.add(refusal.code, *where, **refusal.params)

    def agree(self, header: Header, option: str, accepted: Collection[str]) -> None:
        """Note a problem where the upload's choice is none of what the file says."""
        if option and folded(option) not in accepted:
            place = self.header.get(header)
            value = place.cell.text if place and place.cell else ""
            self.refuse(header, Refusal(Code.OPTION_CONTRADICTS, {"value": value, "option": option}))


def _framework(
    named: str | None, version: str | None, frameworks: Sequence[FrameworkSpec], reader: _HeaderReader
) -> FrameworkSpec | None:
    if named is None:
        return None
    versions = [spec for spec in frameworks if folded(named) in _names(spec)]
    if not versions:
        known = "; ".join(sorted({name for spec in frameworks for name in (spec.code, *spec.names)}))
        reader.refuse(Header.FRAMEWORK, Refusal(Code.UNKNOWN_FRAMEWORK, {"value": named, "known": known}))
        return None
    if version is None:
        return None
    for spec in versions:
        if folded(spec.version) == folded(version):
            return spec
    known = "; ".join(sorted(spec.version for spec in versions))
    reader.refuse(Header.VERSION, Refusal(Code.UNKNOWN_VERSION, {"value": version, "known": known}))
    return None


def _names(spec: FrameworkSpec) -> set[str]:
    return {folded(name) for name in (spec.code, *spec.names)}


def _kind(named: str | None, reader: _HeaderReader) -> str | None:
    if named is None:
        return None
    kind = KINDS.get(folded(named))
    if kind is None:
        reader.refuse(Header.KIND, Refusal(Code.UNKNOWN_KIND, {"value": named}))
    return kind
