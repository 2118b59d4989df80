"""What can be wrong with an uploaded file before anybody asks what it says: codes and parameters; words elsewhere."""

from collections.abc import Mapping
from enum import StrEnum, auto

Param = str | int
Params = Mapping[str, Param]
LONGEST_PARAM = 60


class Fault(StrEnum):
    """Why a file cannot be read as a table; the value is what is stored and tested."""

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
    TOO_MANY_ROWS = auto()
    TOO_MANY_COLUMNS = auto()


REFUSED_SUFFIXES = {
    ".xls": Fault.OLD_WORKBOOK,
    ".xlsm": Fault.MACRO_WORKBOOK,
    ".xltm": Fault.MACRO_WORKBOOK,
    ".xlam": Fault.MACRO_WORKBOOK,
}


class RefusedFileError(Exception):
    """The file as a whole cannot be read on; caught by the readers, which never raise."""

    def __init__(self, code: StrEnum, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def refuse_by_size(content: bytes, suffix: str, most_bytes: int) -> None:
    """Raise RefusedFileError for a kind of file that is not read, and for one that is empty or too large."""
    if suffix not in (".xlsx", ".csv"):
        raise RefusedFileError(REFUSED_SUFFIXES.get(suffix, Fault.WRONG_EXTENSION), value=suffix)
    if not content.strip():
        raise RefusedFileError(Fault.EMPTY_FILE)
    if len(content) > most_bytes:
        raise RefusedFileError(Fault.TOO_LARGE, limit=most_bytes // 1024**2)


def shortened(text: str) -> str:
    """Cut a text from the file so that it can be shown in a sentence."""
    return text if len(text) <= LONGEST_PARAM else f"{text[: LONGEST_PARAM - 1]}…"
