"""From the bytes of a CSV to one grid: encoding and separator are found out, nothing is guessed silently."""

import codecs
import csv
from collections.abc import Callable
from io import StringIO

from .cells import Grid, Row, text_cell
from .faults import Fault, RefusedFileError
from .limits import COMPOUND, ZIP
from .xlsx import MAX_COLUMNS, MAX_ROWS

SEPARATORS = (";", "\t", ",")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes) -> tuple[str, str]:
    """Give the text and its encoding. Raises RefusedFileError.

    UTF-8 with or without BOM, UTF-16 with BOM (Excel's "Unicode text"), else Windows-1252 (Excel's "CSV").
    """
    if content.startswith((ZIP, COMPOUND, b"%PDF")):
        raise RefusedFileError(Fault.NOT_A_CSV)
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise RefusedFileError(Fault.NUL_BYTES)
        return text, encoding
    raise RefusedFileError(Fault.UNKNOWN_ENCODING)


def grid_of(text: str, is_heading: Callable[[Row], bool]) -> tuple[Grid, str]:
    """Give the grid and the separator: the first with which a row of several cells holds the headings looked for.

    Decimal commas within `;` or tabs are therefore no separators. Raises RefusedFileError.
    """
    for separator in SEPARATORS:
        try:
            rows = _rows(text, separator)
        except RefusedFileError as refused:
            if refused.code != Fault.BROKEN_QUOTES:
                raise
            continue  # quotes that do not match with this separator may do so with the next
        if any(len(row) > 1 and is_heading(row) for row in rows.values()):
            return Grid("", rows), separator
    return Grid("", _rows(text, SEPARATORS[0])), SEPARATORS[0]


def _rows(text: str, separator: str) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1  # the line on which the row in hand begins: quotes that do not match open there, and end anywhere
    try:
        for number, texts in enumerate(reader, 1):
            begins = reader.line_num + 1
            if len(texts) > MAX_COLUMNS:
                raise RefusedFileError(Fault.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
            row = {column: cell for column, text in enumerate(texts, 1) if (cell := text_cell(text)) is not None}
            if row:
                rows[number] = row
            if len(rows) > MAX_ROWS:
                raise RefusedFileError(Fault.TOO_MANY_ROWS, limit=MAX_ROWS)
    except csv.Error as error:
        raise RefusedFileError(Fault.BROKEN_QUOTES, line=begins) from error
    return rows
