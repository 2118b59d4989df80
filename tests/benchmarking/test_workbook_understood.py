"""What the reader of benchmark files understands, however the file was rearranged."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lms.benchmarking.workbook import ParsedWorkbook
from tests.benchmarking.benchmark_files import (
    BENCHMARKS,
    CLUSTERS,
    INDICATORS,
    SHEET,
    XLSX,
    edited,
    read,
    with_cells,
    with_part,
)


def workbook_of(content: bytes) -> ParsedWorkbook:
    reading = read(content)
    assert reading.problems == ()
    assert reading.workbook
    return reading.workbook


def rearranged(move_rows=lambda rows: rows, move_columns=lambda row: row):
    """Write the demonstration's scores again, cell by cell, in another order."""

    def change(book):
        old = book["Scores"]
        rows = [list(row) for row in old.iter_rows(values_only=True)]
        new = book.create_sheet("Moved", 0)
        for row in move_rows(rows):
            new.append(move_columns(row))
        book.remove(old)

    return edited(change)


@pytest.mark.parametrize(
    ("name", "assessed_on"),
    [("benchmark_2014.xlsx", date(2014, 9, 30)), ("benchmark_2016.xlsx", date(2016, 3, 31))],
)
def test_real_file_is_read_to_the_last_cell(name, assessed_on):
    content = (BENCHMARKS / name).read_bytes()
    workbook = workbook_of(content)
    sheet = load_workbook(BytesIO(content))["Scores"]
    assert (workbook.framework, workbook.version, workbook.kind) == ("ECEI", "2012", "interview")
    assert (workbook.assessed_on, workbook.sheet) == (assessed_on, "Scores")
    assert workbook.scores == {
        sheet.cell(7, column).value: {
            sheet.cell(row, 1).value: Decimal(sheet.cell(row, column).value) for row in range(8, 39)
        }
        for column in range(3, 9)
    }


def test_preview_says_how_columns_and_rows_were_understood():
    recognised = workbook_of(XLSX).recognised
    assert (recognised.header_row, recognised.indicator_column) == (7, "A")
    assert recognised.cluster_columns == dict(zip(CLUSTERS, "CDEFGH", strict=True))
    assert recognised.indicator_rows == dict(zip(INDICATORS, range(8, 39), strict=True))
    assert recognised.ignored_columns == (("B", "Name"),)
    assert (recognised.ignored_rows, recognised.ignored_sheets) == ((), ("Clusters",))


def test_reversed_columns_are_understood():
    moved = workbook_of(rearranged(move_columns=lambda row: row[::-1]))
    assert moved.scores == workbook_of(XLSX).scores
    assert moved.recognised.indicator_column == "H"


def test_reversed_indicator_rows_and_header_below_the_table_are_understood():
    moved = workbook_of(rearranged(move_rows=lambda rows: rows[6:7] + rows[:6:-1] + rows[:6]))
    assert moved.scores == workbook_of(XLSX).scores
    assert moved.assessed_on == date(2014, 9, 30)
    assert moved.recognised.header_row == 1


def test_extra_sheets_are_ignored_even_if_they_explain_the_indicators_or_are_hidden():
    def change(book):
        legend = book.create_sheet("Legend", 0)
        legend.append(["Indicator", "Weight"])
        legend.append(["ECEI-01", 2])
        legend.sheet_state = "hidden"
        book.create_sheet("Empty", 1)

    workbook = workbook_of(edited(change))
    assert workbook.scores == workbook_of(XLSX).scores
    assert workbook.recognised.ignored_sheets == ("Legend", "Empty", "Clusters")


def test_extra_columns_without_numbers_and_footnotes_are_ignored():
    content = with_cells({"I7": "Evidence", "I9": "Minutes of 2014", "J12": "see letter", "A41": "Source: interviews"})
    recognised = workbook_of(content).recognised
    assert recognised.ignored_columns == (("B", "Name"), ("I", "Evidence"), ("J", ""))
    assert recognised.ignored_rows == (41,)


@pytest.mark.parametrize(
    ("written", "level"), [(" 3 ", 3), ("3,0", 3), ("\u00a03.0\n", 3), ("+2", 2), (1.0, 1), ("0", 0)]
)
def test_score_with_decimal_comma_or_blanks_is_understood(written, level):
    score = workbook_of(with_cells({"C8": written})).scores["DITENAVE"]["ECEI-01"]
    assert score == Decimal(level)


@pytest.mark.parametrize("written", ["n.a.", "N.A.", "na", "n. a.", "n.v.", "NV", " n.v ", "n/a"])
def test_not_assessed_is_none_and_not_zero(written):
    assert workbook_of(with_cells({"C8": written})).scores["DITENAVE"]["ECEI-01"] is None


def test_formula_with_calculated_value_is_understood():
    cell = b'<c r="C8" t="n"><v>3</v></c>'
    content = with_part(SHEET, cell, b'<c r="C8"><f>SUM(D8:F8)/2</f><v>2.9999999999999996</v></c>')
    assert workbook_of(content).scores["DITENAVE"]["ECEI-01"] == 3


@pytest.mark.parametrize(
    "written",
    ["2014-09-30", "30/09/2014", "30.9.2014", "30-09-2014", "30 September 2014", "30 settembre 2014", "30 Sep 2014",
     "2014-09-30T00:00:00", " 2014/09/30 "],
)  # fmt: skip
def test_date_as_text_in_a_known_format_is_understood(written):
    assert workbook_of(with_cells({"B3": written})).assessed_on == date(2014, 9, 30)


def test_assessment_of_today_is_not_in_the_future():
    assert workbook_of(with_cells({"B3": "01/01/2020"})).assessed_on == date(2020, 1, 1)


def test_italian_labels_numbers_as_version_and_other_case_are_understood():
    content = with_cells(
        {"A1": "Quadro:", "B1": " ecei ", "A2": "Versione", "B2": 2012, "A3": "Data della valutazione", "A4": "Tipo",
         "B4": "Autovalutazione", "A7": "INDICATORE", "A8": "ecei-01", "C7": " Ditenave "}
    )  # fmt: skip
    workbook = workbook_of(content)
    assert (workbook.framework, workbook.kind) == ("ECEI", "self")
    assert list(workbook.scores) == list(CLUSTERS)


def test_value_to_the_right_of_its_label_comes_first():
    content = with_cells({"A1": "2014", "B1": "Framework", "C1": "ECEI", "D1": "see annex"})
    assert workbook_of(content).framework == "ECEI"


def test_some_clusters_alone_are_understood():
    def change(book):
        book["Scores"].delete_cols(5, 4)

    assert list(workbook_of(edited(change)).scores) == ["DITENAVE", "CBM"]
