"""The words for what is wrong with an uploaded table: what, where and what to do, in one sentence."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext, gettext_noop

from .faults import Fault
from .tables import Finding, TableFault

SENTENCES: dict[StrEnum, str] = {
    Fault.WRONG_EXTENSION: gettext_noop(
        "The file name ends in “%(value)s”: upload an Excel workbook (.xlsx) or a CSV file (.csv)."
    ),
    Fault.EMPTY_FILE: gettext_noop("The file is empty: save it again and upload the saved file."),
    Fault.TOO_LARGE: gettext_noop("The file is larger than %(limit)s MB: upload the table alone, or in parts."),
    Fault.ENCRYPTED_WORKBOOK: gettext_noop(
        "The workbook is encrypted: remove its password in the spreadsheet program and upload it again."
    ),
    Fault.OLD_WORKBOOK: gettext_noop(
        "This is a workbook of the old kind (.xls): save it as “Excel workbook (.xlsx)” and upload that."
    ),
    Fault.MACRO_WORKBOOK: gettext_noop(
        "The workbook contains macros: save it as “Excel workbook (.xlsx)”, without macros, and upload that."
    ),
    Fault.NOT_A_WORKBOOK: gettext_noop(
        "The file is named like a workbook but is none: open it and save it as “Excel workbook (.xlsx)”."
    ),
    Fault.DAMAGED_WORKBOOK: gettext_noop(
        "The workbook is damaged or cut short: open it, save it again and upload the saved file."
    ),
    Fault.ZIP_BOMB: gettext_noop(
        "The workbook unpacks to far more than a table needs: copy the table into a new workbook."
    ),
    Fault.TOO_COMPLEX: gettext_noop(
        "The workbook holds too much to be read safely: copy the table alone into a new workbook."
    ),
    Fault.FORBIDDEN_XML: gettext_noop(
        "The workbook contains instructions that no spreadsheet program writes: copy the table to a new one."
    ),
    Fault.UNREADABLE: gettext_noop(
        "The file cannot be read: open it in a spreadsheet program, save it as .xlsx and upload that."
    ),
    Fault.NOT_A_CSV: gettext_noop(
        "The file is named like a CSV but is something else: save the table as CSV, or upload the .xlsx."
    ),
    Fault.NUL_BYTES: gettext_noop("The CSV contains binary data: save it again as “CSV UTF-8”."),
    Fault.UNKNOWN_ENCODING: gettext_noop(
        "The characters of the CSV cannot be understood: save it again as “CSV UTF-8”."
    ),
    Fault.BROKEN_QUOTES: gettext_noop(
        "Line %(line)s of the CSV has quotation marks that do not match or a text without end: correct it there."
    ),
    Fault.TOO_MANY_ROWS: gettext_noop("the table has more than %(limit)s rows: upload it in parts."),
    Fault.TOO_MANY_COLUMNS: gettext_noop("the table has more than %(limit)s columns: upload those needed alone."),
}
"""One English msgid for each fault, with named placeholders. Those in lower case may follow a place and a colon."""

TABLE_SENTENCES: dict[StrEnum, str] = {
    TableFault.NO_TABLE: gettext_noop(
        "No row of headings was found: write the heading “%(heading)s” above its column, or start from the template."
    ),
    TableFault.SEVERAL_TABLES: gettext_noop(
        "the sheet holds a second list besides “%(first)s”: upload one list in each file."
    ),
    TableFault.NO_ROWS: gettext_noop("no row stands below the headings: add one row for each entry."),
    TableFault.MISSING_COLUMN: gettext_noop("the column “%(heading)s” is missing: add it, with its heading."),
    TableFault.REPEATED_COLUMN: gettext_noop(
        "“%(value)s” heads a column that stands already in cell %(first)s: remove one of the two columns."
    ),
    TableFault.FORMULA_WITHOUT_VALUE: gettext_noop(
        "the formula has no calculated value: open the file in a spreadsheet program, save it and upload that, or "
        "write the value itself."
    ),
    TableFault.CELL_IS_ERROR: gettext_noop(
        "the formula gives the error %(value)s: correct it or write the value itself."
    ),
    TableFault.TEXT_TOO_LONG: gettext_noop(
        "the text is longer than %(limit)s characters: write what this column asks for alone."
    ),
}


def describe(finding: Finding, more: Mapping[StrEnum, str] | None = None) -> str:
    """Say in the current language what is wrong, where, and what to do; `more` are sentences of further codes."""
    params = {key: gettext(str(value)) if key == "heading" else value for key, value in finding.params.items()}
    sentence = gettext({**SENTENCES, **TABLE_SENTENCES, **(more or {})}[finding.code]) % params
    if where := place(finding.sheet, finding.cell, finding.row, finding.column):
        return gettext("%(where)s: %(what)s") % {"where": where, "what": sentence}
    return sentence[:1].upper() + sentence[1:]


def place(sheet: str, cell: str, row: int | None, column: int | None) -> str:
    """Name the place: sheet and cell as a spreadsheet does, or row and column of a CSV; an empty text for none."""
    if sheet and cell:
        return gettext("Sheet “%(sheet)s”, cell %(cell)s") % {"sheet": sheet, "cell": cell}
    if sheet:
        return gettext("Sheet “%(sheet)s”") % {"sheet": sheet}
    if cell:
        return gettext("Row %(row)s, column %(column)s") % {"row": row, "column": column}
    return ""
