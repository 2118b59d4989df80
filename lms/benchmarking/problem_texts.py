"""The words for what is wrong with an uploaded benchmark: what, where and what to do, in one sentence."""

import re
from datetime import date

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext, gettext_noop

from lms.spreadsheets.fault_words import SENTENCES as FILE_SENTENCES
from lms.spreadsheets.fault_words import place
from lms.spreadsheets.faults import Param

from .workbook_problems import Code, Problem

WITH_DAY = {Code.FUTURE_DATE, Code.IMPOSSIBLE_DATE, Code.SCORE_IS_DATE, Code.OPTION_CONTRADICTS}
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DECIMAL_SIGN = re.compile(r"(?<=[0-9])[.,](?=[0-9])")

SENTENCES = {
    # The file as a whole
    **{Code(fault): sentence for fault, sentence in FILE_SENTENCES.items()},
    Code.TOO_LARGE: gettext_noop("The file is larger than %(limit)s MB: upload the table of scores alone."),
    Code.ZIP_BOMB: gettext_noop(
        "The workbook unpacks to far more than a benchmark needs: copy the table into a new workbook."
    ),
    # The table
    Code.NO_BENCHMARK_SHEET: gettext_noop(
        "No table of scores was found: put the heading “Indicator” above the codes of the indicators, with the "
        "clusters beside it."
    ),
    Code.SEVERAL_BENCHMARK_SHEETS: gettext_noop(
        "the sheet holds a second benchmark besides “%(first)s”: upload one round in each file."
    ),
    Code.NO_CLUSTERS: gettext_noop(
        "no cluster was recognised in the row of headings: head each column of scores with the code of a cluster."
    ),
    Code.NO_ROWS: gettext_noop("no row with scores stands below this heading: add one row per indicator."),
    Code.TOO_MANY_ROWS: gettext_noop("the table has more than %(limit)s rows: upload the scores alone."),
    Code.TOO_MANY_COLUMNS: gettext_noop("the table has more than %(limit)s columns: upload the scores alone."),
    Code.MORE_PROBLEMS: gettext_noop(
        "so many problems that they are not all listed (not shown: %(count)s): correct these first."
    ),
    # What stands above the table, or was chosen with the upload
    Code.MISSING_FRAMEWORK: gettext_noop(
        "the framework is missing: write “Framework” and, beside it, its name above the table, or choose it with "
        "the upload of a CSV."
    ),
    Code.MISSING_VERSION: gettext_noop(
        "the version of the framework is missing: write “Version” and, beside it, the version above the table, or "
        "choose it with the upload of a CSV."
    ),
    Code.MISSING_DATE: gettext_noop(
        "the day of the assessment is missing: write “Assessed on” and, beside it, the date above the table, or "
        "choose it with the upload of a CSV."
    ),
    Code.MISSING_KIND: gettext_noop(
        "the kind of assessment is missing: write “Kind” and, beside it, self-assessment, interview or audit above "
        "the table, or choose it with the upload of a CSV."
    ),
    Code.REPEATED_HEADER: gettext_noop("“%(label)s” stands here a second time: keep one of the two."),
    Code.OPTION_CONTRADICTS: gettext_noop(
        "the file says “%(value)s”, but “%(option)s” was chosen with the upload: correct one of the two."
    ),
    Code.UNKNOWN_FRAMEWORK: gettext_noop(
        "the framework “%(value)s” is not known: write one of %(known)s, or have it created first."
    ),
    Code.UNKNOWN_VERSION: gettext_noop(
        "the version “%(value)s” of the framework is not known: write one of %(known)s, or have it created first."
    ),
    Code.UNKNOWN_KIND: gettext_noop(
        "the kind of assessment “%(value)s” is not known: write self-assessment, interview or audit."
    ),
    Code.UNKNOWN_DATE_FORMAT: gettext_noop(
        "“%(value)s” is not understood as a date: write it as day/month/year, such as 30/09/2014."
    ),
    Code.IMPOSSIBLE_DATE: gettext_noop("there is no assessment on “%(value)s”: correct the date, as day/month/year."),
    Code.FUTURE_DATE: gettext_noop("the day of the assessment, %(value)s, lies in the future: correct the date."),
    # Rows and columns
    Code.UNKNOWN_INDICATOR: gettext_noop(
        "the framework has no indicator “%(value)s”: correct the code or remove the row."
    ),
    Code.REPEATED_INDICATOR: gettext_noop(
        "the indicator %(value)s stands already in cell %(first)s: remove one of the two rows."
    ),
    Code.MISSING_INDICATOR: gettext_noop(
        "the indicator %(indicator)s has no row: add it, with “n.a.” where it was not assessed."
    ),
    Code.ROW_WITHOUT_INDICATOR: gettext_noop(
        "this row has scores but no indicator: write the code of the indicator or empty the row."
    ),
    Code.UNKNOWN_CLUSTER: gettext_noop(
        "“%(value)s” is no known cluster, yet its column holds numbers: correct the code or remove the column."
    ),
    Code.REPEATED_CLUSTER: gettext_noop(
        "the cluster %(value)s stands already in cell %(first)s: remove one of the two columns."
    ),
    Code.COLUMN_WITHOUT_HEADER: gettext_noop(
        "this column holds numbers but has no heading: head it with the code of a cluster or remove it."
    ),
    # Cells
    Code.EMPTY_SCORE: gettext_noop(
        "the score of %(cluster)s for %(indicator)s is empty: write it, or “n.a.” where it was not assessed."
    ),
    Code.FORMULA_WITHOUT_VALUE: gettext_noop(
        "the formula has no calculated value: open the file in a spreadsheet program, save it and upload that, or "
        "write the value itself."
    ),
    Code.SCORE_NOT_A_NUMBER: gettext_noop(
        "“%(value)s” is no score: write one of the levels, or “n.a.” where it was not assessed."
    ),
    Code.SCORE_OUT_OF_SCALE: gettext_noop(
        "%(value)s is no level of %(indicator)s: write one of %(levels)s, or “n.a.” where it was not assessed."
    ),
    Code.SCORE_IS_BOOLEAN: gettext_noop("“%(value)s” is a truth value and no score: write one of the levels."),
    Code.SCORE_IS_DATE: gettext_noop(
        "the spreadsheet program made a date of this score (%(value)s): format the cell as a number and write the "
        "level again."
    ),
    Code.SCORE_IS_ERROR: gettext_noop("the formula gives the error %(value)s: correct it or write the level itself."),
}
"""One English msgid for each code, with named placeholders. Those in lower case follow a place and a colon."""


def describe(problem: Problem) -> str:
    """Say in the current language what is wrong, where, and what to do."""
    sentence = gettext(SENTENCES[problem.code]) % {key: _written(problem, key) for key in problem.params}
    where = place(problem.sheet, problem.cell, problem.row, problem.column)
    if where:
        return gettext("%(where)s: %(what)s") % {"where": where, "what": sentence}
    return sentence[:1].upper() + sentence[1:]


def _written(problem: Problem, key: str) -> Param:
    """Write days and levels as the reader does; other texts stay as the file has them."""
    value = problem.params[key]
    if not isinstance(value, str):
        return value
    if problem.code in WITH_DAY and ISO_DAY.fullmatch(value):
        return _day(value)
    if problem.code == Code.SCORE_OUT_OF_SCALE and key in ("value", "levels"):
        return DECIMAL_SIGN.sub(get_format("DECIMAL_SEPARATOR"), value)
    return value


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    except ValueError:  # one that does not exist is quoted
        return text
