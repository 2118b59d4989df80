"""What can be wrong with an uploaded benchmark: codes, places, parameters; the words are `problem_texts`."""

from dataclasses import dataclass, field
from enum import StrEnum, auto

from openpyxl.utils import get_column_letter

from lms.spreadsheets.faults import Param, Params, shortened

MOST_PROBLEMS = 1000


class Code(StrEnum):
    """Every reason to refuse a file; the value is what is stored and tested."""

    # The file as a whole
    WRONG_EXTENSION = auto()
    EMPTY_FILE = auto()
    TOO_LARGE = auto()
    ENCRYPTED_WORKBOOK = auto()
    OLD_WORKBOOK = auto()
    MACRO_WORKBOOK = auto()
    NOT_A_WORKBOOK = auto()
    DAMAGED_WORKBOOK = auto()
    ZIP_BOMB = auto()
    TOO_COMPLEX = auto()
    FORBIDDEN_XML = auto()
    UNREADABLE = auto()
    NOT_A_CSV = auto()
    NUL_BYTES = auto()
    UNKNOWN_ENCODING = auto()
    BROKEN_QUOTES = auto()
    # The table
    NO_BENCHMARK_SHEET = auto()
    SEVERAL_BENCHMARK_SHEETS = auto()
    NO_CLUSTERS = auto()
    NO_ROWS = auto()
    TOO_MANY_ROWS = auto()
    TOO_MANY_COLUMNS = auto()
    MORE_PROBLEMS = auto()
    # What stands above the table, or was chosen with the upload
    MISSING_FRAMEWORK = auto()
    MISSING_VERSION = auto()
    MISSING_DATE = auto()
    MISSING_KIND = auto()
    REPEATED_HEADER = auto()
    OPTION_CONTRADICTS = auto()
    UNKNOWN_FRAMEWORK = auto()
    UNKNOWN_VERSION = auto()
    UNKNOWN_KIND = auto()
    UNKNOWN_DATE_FORMAT = auto()
    IMPOSSIBLE_DATE = auto()
    FUTURE_DATE = auto()
    # Rows and columns
    UNKNOWN_INDICATOR = auto()
    REPEATED_INDICATOR = auto()
    MISSING_INDICATOR = auto()
    ROW_WITHOUT_INDICATOR = auto()
    UNKNOWN_CLUSTER = auto()
    REPEATED_CLUSTER = auto()
    COLUMN_WITHOUT_HEADER = auto()
    # Cells
    EMPTY_SCORE = auto()
    FORMULA_WITHOUT_VALUE = auto()
    SCORE_NOT_A_NUMBER = auto()
    SCORE_OUT_OF_SCALE = auto()
    SCORE_IS_BOOLEAN = auto()
    SCORE_IS_DATE = auto()
    SCORE_IS_ERROR = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `sheet` is empty for a CSV; `row` and `column` count from 1, none without a cell."""

    code: Code
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    params: Params = field(default_factory=dict)

    @property
    def cell(self) -> str:
        """The place as a spreadsheet names it ("C12"), or an empty text."""
        return f"{get_column_letter(self.column)}{self.row}" if self.row and self.column else ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value is refused, before it is known in which cell it stands."""

    code: Code
    params: Params = field(default_factory=dict)


class ProblemList:
    """Gathers the problems of one file; beyond a thousand it only counts them, to stay small."""

    def __init__(self, sheet: str = "") -> None:
        self.sheet = sheet
        self._found: list[Problem] = []
        self._more = 0

    def add(self, code: Code, row: int | None = None, column: int | None = None, /, **params: Param) -> None:
        """Note one problem on the current sheet; long texts are cut, since they come from the file."""
        if len(self._found) >= MOST_PROBLEMS:
            self._more += 1
            return
        short = {key: shortened(value) if isinstance(value, str) else value for key, value in params.items()}
        self._found.append(Problem(code, self.sheet, row, column, short))

    def done(self) -> tuple[Problem, ...]:
        """Give all problems in the order in which they were found."""
        more = [Problem(Code.MORE_PROBLEMS, self.sheet, params={"count": self._more})] if self._more else []
        return (*self._found, *more)
