"""CSV files of scores: encodings, separators, options, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lms.benchmarking.workbook import Code, CsvOptions
from tests.benchmarking.benchmark_files import CSV, OPTIONS, XLSX, found, read, read_csv


def test_csv_holds_the_same_scores_as_the_workbook():
    workbook, table = read(XLSX).workbook, read_csv(CSV).workbook
    assert table.scores == workbook.scores
    assert (table.framework, table.version, table.kind, table.assessed_on, table.sheet) == (
        "ECEI", "2012", "interview", date(2014, 9, 30), ""
    )  # fmt: skip


@pytest.mark.parametrize(("separator", "name"), [(";", ";"), (",", ","), ("\t", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separator_and_encoding_are_found_out(separator, name, encoding):
    text = CSV.replace("DITEDI\n", "DITEDI;Qualità\n").replace("ECEI-01;3", "ECEI-01;n.a.").replace(";", separator)
    reading = read_csv(text.encode(encoding))
    assert found(reading) == []
    recognised = reading.workbook.recognised
    assert (recognised.separator, recognised.ignored_columns) == (name, (("H", "Qualità"),))
    assert recognised.encoding == {"utf-8": "utf-8-sig"}.get(encoding, encoding)
    assert reading.workbook.scores["DITENAVE"]["ECEI-01"] is None


def test_decimal_commas_beside_semicolons_are_understood():
    reading = read_csv(CSV.replace(";3", ";3,0").replace(";4", "; 4 "))
    assert reading.workbook.scores == read_csv(CSV).workbook.scores


def test_quoted_decimal_comma_in_comma_csv_is_understood():
    reading = read_csv(CSV.replace(";", ",").replace("ECEI-01,3", 'ECEI-01,"3,0"'))
    assert reading.workbook.scores["DITENAVE"]["ECEI-01"] == Decimal(3)


def test_header_within_the_csv_needs_no_options():
    header = "sep=;\nFramework;ECEI management excellence\nVersion;2012\nAssessed on;30/09/2014\nKind;interview\n\n"
    reading = read_csv(header + CSV, options=CsvOptions())
    assert found(reading) == []
    assert reading.workbook.recognised.header_row == 7


def test_options_that_contradict_the_file_are_refused():
    header = "Framework;ECEI\nVersion;2012\nAssessed on;30/09/2014\nKind;Intervista\n"
    assert found(read_csv(header + CSV)) == []
    other = CsvOptions("EFQM", "2013", date(2014, 9, 29), "audit")
    assert found(read_csv(header + CSV, options=other)) == [
        (Code.OPTION_CONTRADICTS, cell) for cell in ("B3", "B1", "B2", "B4")
    ]


def test_missing_options_are_named_one_by_one():
    assert [code for code, _ in found(read_csv(CSV, options=CsvOptions()))] == [
        Code.MISSING_FRAMEWORK, Code.MISSING_VERSION, Code.MISSING_DATE, Code.MISSING_KIND
    ]  # fmt: skip


def test_options_are_checked_like_a_header():
    options = CsvOptions("EFQM", "1", date(2020, 1, 2), "rumour")
    assert [code for code, _ in found(read_csv(CSV, options=options))] == [
        Code.FUTURE_DATE, Code.UNKNOWN_KIND, Code.UNKNOWN_FRAMEWORK
    ]  # fmt: skip
    assert found(read_csv(CSV, options=replace(OPTIONS, version="2099"))) == [(Code.UNKNOWN_VERSION, "")]


def test_problem_names_row_and_column():
    problem = read_csv(CSV.replace("ECEI-02;4", "ECEI-02;9")).problems[0]
    assert (problem.code, problem.sheet, problem.row, problem.column) == (Code.SCORE_OUT_OF_SCALE, "", 3, 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (XLSX, Code.NOT_A_CSV),
        (b"%PDF-1.7\n", Code.NOT_A_CSV),
        (CSV.encode().replace(b"3", b"\x00", 1), Code.NUL_BYTES),
        (CSV.encode("utf-16-le"), Code.NUL_BYTES),
        (CSV.encode("utf-16")[:-1], Code.UNKNOWN_ENCODING),
        (CSV.encode() + b"\x81\x8d", Code.UNKNOWN_ENCODING),
        (CSV.encode() + b'"no end', Code.BROKEN_QUOTES),
        (CSV.encode() + b'"a"b;1', Code.BROKEN_QUOTES),
        (CSV.encode() + b"x" * 200_000, Code.BROKEN_QUOTES),
        (b"hello\nworld\n", Code.NO_BENCHMARK_SHEET),
        (CSV.split("\n")[0].encode(), Code.NO_ROWS),
        (CSV.encode() + b"n;1\n" * 6000, Code.TOO_MANY_ROWS),
        (CSV.encode() + b";" * 6000, Code.TOO_MANY_COLUMNS),
    ],
)
def test_broken_csv_is_refused(content, code):
    assert [found_code for found_code, _ in found(read_csv(content))] == [code]


def test_short_and_long_rows_are_refused():
    text = CSV.replace("ECEI-01;3;1;3;4;3;1", "ECEI-01;3;1;3;4;3").replace(
        "ECEI-02;4;1;1;2;2;2", "ECEI-02;4;1;1;2;2;2;1"
    )
    assert found(read_csv(text)) == [(Code.COLUMN_WITHOUT_HEADER, "H3"), (Code.EMPTY_SCORE, "G2")]
