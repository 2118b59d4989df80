"""What the reader of benchmark files refuses: each with its code and cell, and all of a file at once."""

from datetime import date, datetime, time

import pytest

from lms.benchmarking.workbook import Code
from tests.benchmarking.benchmark_files import (
    INDICATORS,
    SHEET,
    edited,
    found,
    read,
    with_cells,
    with_part,
)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, Code.EMPTY_SCORE),
        ("  ", Code.EMPTY_SCORE),
        (5, Code.SCORE_OUT_OF_SCALE),
        (-1, Code.SCORE_OUT_OF_SCALE),
        (2.5, Code.SCORE_OUT_OF_SCALE),
        ("2,5", Code.SCORE_OUT_OF_SCALE),
        (1e300, Code.SCORE_OUT_OF_SCALE),
        (10**300, Code.SCORE_OUT_OF_SCALE),
        ("three", Code.SCORE_NOT_A_NUMBER),
        ("3 0", Code.SCORE_NOT_A_NUMBER),
        ("1.000,0", Code.SCORE_NOT_A_NUMBER),
        ("NaN", Code.SCORE_NOT_A_NUMBER),
        ("inf", Code.SCORE_NOT_A_NUMBER),
        ("1e400", Code.SCORE_NOT_A_NUMBER),
        ("9" * 4000, Code.SCORE_NOT_A_NUMBER),
        ("٣", Code.SCORE_NOT_A_NUMBER),
        ("#DIV/0!", Code.SCORE_IS_ERROR),
        ("=1+2", Code.FORMULA_WITHOUT_VALUE),
        (True, Code.SCORE_IS_BOOLEAN),
        (date(2014, 1, 3), Code.SCORE_IS_DATE),
        (time(3, 0), Code.SCORE_IS_DATE),
    ],
)
def test_score_that_is_no_level_is_refused(value, code):
    assert found(read(with_cells({"C8": value}))) == [(code, "C8")]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<c r="C8"><v>NaN</v></c>', Code.UNREADABLE),
        (b'<c r="C8"><v>1e400</v></c>', Code.SCORE_OUT_OF_SCALE),
        (b'<c r="C8"><v>' + b"9" * 4000 + b"</v></c>", Code.SCORE_OUT_OF_SCALE),
        (b'<c r="C8"><v>' + b"9" * 9000 + b"</v></c>", Code.UNREADABLE),
        (b'<c r="C8" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Code.SCORE_IS_ERROR),
        (b'<c r="C8" t="str"><f>""</f><v></v></c>', Code.FORMULA_WITHOUT_VALUE),
        (b'<c r="C8" s="1"><v>99999999999</v></c>', Code.SCORE_IS_ERROR),
        (b'<c r="C8" t="s"><v>7</v></c>', Code.UNREADABLE),
    ],
)
def test_number_that_no_spreadsheet_program_shows_does_not_crash(xml, code):
    content = with_part(SHEET, b'<c r="C8" t="n"><v>3</v></c>', xml)
    assert code in [code for code, _ in found(read(content))]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, Code.MISSING_DATE),
        ("31/02/2014", Code.IMPOSSIBLE_DATE),
        ("09/30/2014", Code.IMPOSSIBLE_DATE),
        ("0214-09-30", Code.IMPOSSIBLE_DATE),
        ("in autumn", Code.UNKNOWN_DATE_FORMAT),
        ("30/09/14", Code.UNKNOWN_DATE_FORMAT),
        ("30 Smarch 2014", Code.UNKNOWN_DATE_FORMAT),
        ("41912", Code.UNKNOWN_DATE_FORMAT),
        (time(9, 30), Code.UNKNOWN_DATE_FORMAT),
        (True, Code.UNKNOWN_DATE_FORMAT),
        ("02/01/2020", Code.FUTURE_DATE),
        (datetime.combine(date(2020, 1, 2), time(9)), Code.FUTURE_DATE),
        ("=TODAY()", Code.FORMULA_WITHOUT_VALUE),
    ],
)
def test_date_that_cannot_be_is_refused(value, code):
    cell = "A3" if value is None else "B3"
    assert found(read(with_cells({"B3": value}))) == [(code, cell)]


def test_date_shown_as_a_plain_number_is_refused():
    assert found(read(with_cells({"B3": None, "C3": 41912}))) == [(Code.UNKNOWN_DATE_FORMAT, "C3")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"A1": None, "B1": None}, [(Code.MISSING_FRAMEWORK, "")]),
        ({"B1": None}, [(Code.MISSING_FRAMEWORK, "A1")]),
        ({"A2": None, "B2": None}, [(Code.MISSING_VERSION, "")]),
        ({"A3": None, "B3": None}, [(Code.MISSING_DATE, "")]),
        ({"A4": None, "B4": None}, [(Code.MISSING_KIND, "")]),
        ({"A6": "Version", "B6": "2013"}, [(Code.REPEATED_HEADER, "A6")]),
        ({"B1": "EFQM"}, [(Code.UNKNOWN_FRAMEWORK, "B1")]),
        ({"B2": "2099"}, [(Code.UNKNOWN_VERSION, "B2")]),
        ({"B4": "rumour"}, [(Code.UNKNOWN_KIND, "B4")]),
        ({"B1": "=X1"}, [(Code.FORMULA_WITHOUT_VALUE, "B1")]),
        ({"A9": "ECEI-99"}, [(Code.UNKNOWN_INDICATOR, "A9"), (Code.MISSING_INDICATOR, "")]),
        ({"A9": "ECEI-01"}, [(Code.REPEATED_INDICATOR, "A9"), (Code.MISSING_INDICATOR, "")]),
        ({"A9": None}, [(Code.ROW_WITHOUT_INDICATOR, "A9"), (Code.MISSING_INDICATOR, "")]),
        ({"A9": "=X1"}, [(Code.FORMULA_WITHOUT_VALUE, "A9"), (Code.MISSING_INDICATOR, "")]),
        ({"D7": "NOBODY"}, [(Code.UNKNOWN_CLUSTER, "D7")]),
        ({"B7": "CBM"}, [(Code.REPEATED_CLUSTER, "D7")]),
        ({"D7": None}, [(Code.COLUMN_WITHOUT_HEADER, "D8")]),
        ({"I40": 3, "C39": 2.0}, [(Code.ROW_WITHOUT_INDICATOR, "A39")]),
        ({"I7": "Weight", "I20": "1,5"}, [(Code.UNKNOWN_CLUSTER, "I7")]),
        ({"A7": "Number"}, [(Code.NO_BENCHMARK_SHEET, "")]),
    ],
)  # fmt: skip
def test_layout_that_cannot_be_trusted_is_refused(cells, expected):
    problems = found(read(with_cells(cells)))
    assert [problem for problem in problems if problem[0] != Code.SCORE_NOT_A_NUMBER] == expected


def test_row_that_is_missing_is_named():
    def change(book):
        book["Scores"].delete_rows(38)

    reading = read(edited(change))
    assert found(reading) == [(Code.MISSING_INDICATOR, "")]
    assert reading.problems[0].params == {"indicator": "ECEI-31"}


def test_table_without_rows_is_refused_once():
    def change(book):
        book["Scores"].delete_rows(8, 31)

    assert found(read(edited(change))) == [(Code.NO_ROWS, "A7")]


def test_table_without_clusters_is_refused():
    def change(book):
        book["Scores"].delete_cols(3, 6)

    assert (Code.NO_CLUSTERS, "A7") in found(read(edited(change)))


def test_second_benchmark_sheet_is_refused_and_named_even_if_hidden():
    def change(book):
        second = book.copy_worksheet(book["Scores"])
        second.title = "Old"
        second.sheet_state = "hidden"

    reading = read(edited(change))
    assert found(reading) == [(Code.SEVERAL_BENCHMARK_SHEETS, "")]
    assert (reading.problems[0].sheet, reading.problems[0].params) == ("Old", {"first": "Scores"})


def test_merged_score_is_empty_but_for_its_first_cell():
    def change(book):
        book["Scores"].merge_cells("C8:D8")

    assert found(read(edited(change))) == [(Code.EMPTY_SCORE, "D8")]


def test_all_problems_of_a_file_are_told_at_once():
    cells = {"B1": "EFQM", "B3": "31/02/2014", "B4": "rumour", "G7": "NOBODY", "C8": None, "D9": "x", "E10": True}
    assert found(read(with_cells(cells))) == [
        (Code.IMPOSSIBLE_DATE, "B3"),
        (Code.UNKNOWN_KIND, "B4"),
        (Code.UNKNOWN_FRAMEWORK, "B1"),
        (Code.UNKNOWN_CLUSTER, "G7"),
        (Code.EMPTY_SCORE, "C8"),
        (Code.SCORE_NOT_A_NUMBER, "D9"),
        (Code.SCORE_IS_BOOLEAN, "E10"),
    ]


def test_problem_of_a_score_carries_what_a_sentence_needs():
    problem = read(with_cells({"C8": 7})).problems[0]
    assert (problem.sheet, problem.row, problem.column) == ("Scores", 8, 3)
    assert problem.params == {
        "indicator": INDICATORS[0], "cluster": "DITENAVE", "value": "7", "levels": "0; 1; 2; 3; 4"
    }  # fmt: skip


def test_problems_beyond_a_thousand_are_counted():
    def change(book):
        for row in book["Scores"].iter_rows(min_row=7, max_row=38, min_col=9, max_col=60):
            for cell in row:
                cell.value = f"C{cell.column}" if cell.row == 7 else None

    clusters = [f"C{column}" for column in range(9, 61)]
    reading = read(edited(change), clusters=[*clusters, "CBM"])
    assert len(reading.problems) == 1001
    assert reading.problems[-1].code == Code.MORE_PROBLEMS
    assert reading.problems[-1].params == {"count": 31 * 52 + 5 - 1000}
