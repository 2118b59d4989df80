"""Tables that the site writes: read back by programs that did not write them, and nothing in them runs."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lms.spreadsheets.writing import Sheet, as_typed, harmless, write_csv, write_xlsx

DAY, MOMENT = date(2026, 11, 22), datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
MIDNIGHT = datetime.combine(DAY, time())
ROWS = [["Name", "Hours", "Share", "On", "At", "Done", "Note"], ["Ada", 1200, Decimal("2.50"), DAY, MOMENT, True, None]]


def read_csv(content, delimiter):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=delimiter))


def test_csv_speaks_the_language_of_its_reader():
    assert read_csv(write_csv(ROWS, "it"), ";")[1] == [
        "Ada",
        "1200",
        "2,50",
        "22/11/2026",
        "23/11/2026 00:30",
        "sì",
        "",
    ]
    assert read_csv(write_csv(ROWS, "en"), ",")[1] == [
        "Ada",
        "1200",
        "2.50",
        "22/11/2026",
        "23/11/2026 00:30",
        "yes",
        "",
    ]


def test_workbook_holds_numbers_and_days_not_their_texts():
    sheet = load_workbook(BytesIO(write_xlsx([Sheet("Hours", ROWS)])))["Hours"]
    assert [cell.value for cell in sheet[2]] == [
        "Ada", 1200, 2.5, MIDNIGHT, MIDNIGHT + timedelta(days=1, minutes=30), True, None
    ]  # fmt: skip
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r", "\n", "＝"])
def test_harmless_puts_an_apostrophe_before_a_formula_which_can_be_taken_away_again(start):
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless(f"a{start}1") == f"a{start}1"
    assert as_typed(harmless(f"{start}1")) == f"{start}1"
    assert as_typed("'ndrangheta") == "'ndrangheta"


FORMULA = '=HYPERLINK("https://example.org")'


def test_csv_runs_no_formula_and_leaves_numbers_below_zero_alone():
    assert read_csv(write_csv([[FORMULA, -3, Decimal("-0.5")]], "it"), ";") == [[f"'{FORMULA}", "-3", "-0,5"]]


def test_workbook_runs_no_formula():
    cell = load_workbook(BytesIO(write_xlsx([Sheet("Hours", [["Name"], [FORMULA]])])))["Hours"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)


@pytest.mark.parametrize("text", ["\x00nul\x0b", "x" * 50_000, "two\nlines", "\ud800", "“Città” 🏭"])
def test_any_text_is_written(text):
    assert write_csv([[text]], "it")
    written = load_workbook(BytesIO(write_xlsx([Sheet("A/B: [C]*?" * 9, [["Name"], [text]])])))
    assert len(written.sheetnames[0]) <= 31
