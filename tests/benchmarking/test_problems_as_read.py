"""What is wrong, as the reader writes days and numbers, and where it stands in a CSV."""

from datetime import date, time, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from lms.benchmarking.import_findings import Conflict, ConflictCode, sentence
from lms.benchmarking.problem_texts import describe
from lms.benchmarking.workbook import Code, Problem
from tests.benchmarking.benchmark_files import BENCHMARKS, CSV, OPTIONS, read, read_csv, with_cells
from tests.benchmarking.import_files import CSV_ARGUMENTS


def told(problem, language):
    with translation.override(language):
        return sentence(problem)


def problems_of(content):
    return read(content).problems


@pytest.mark.parametrize(("language", "day"), [("en", "2 January 2030"), ("it", "2 gennaio 2030")])
def test_days_are_written_as_the_reader_writes_them(language, day):
    (future,) = problems_of(with_cells({"B3": date(2030, 1, 2)}))
    (score,) = problems_of(with_cells({"C8": date(2030, 1, 2)}))
    contradicts = Problem(Code.OPTION_CONTRADICTS, params={"value": "2030-01-02", "option": "2029-12-31"})
    closed = Conflict(ConflictCode.ASSESSMENT_CLOSED, params={"cluster": "CBM", "day": "2030-01-02"})
    for problem in (future, score, contradicts, closed):
        assert day in told(problem, language)
        assert "2030-01" not in told(problem, language)


def test_day_that_does_not_exist_is_quoted():
    (problem,) = problems_of(with_cells({"B3": "31/02/2014"}))
    assert "“31/02/2014”" in told(problem, "en")
    (problem,) = problems_of(with_cells({"B3": "2014-02-31"}))
    assert "“2014-02-31”" in told(problem, "en")


@pytest.mark.parametrize("written", [2.5, "2,5", "2.5"])
@pytest.mark.parametrize(("language", "number"), [("en", "2.5"), ("it", "2,5")])
def test_numbers_have_the_readers_decimal_sign(language, number, written):
    (problem,) = problems_of(with_cells({"C8": written}))
    assert f": {number} " in told(problem, language)


def test_levels_have_the_readers_decimal_sign():
    problem = Problem(Code.SCORE_OUT_OF_SCALE, params={"value": "9", "indicator": "X-1.5", "levels": "0; 0.5; 1"})
    with translation.override("it"):
        assert "0; 0,5; 1" in describe(problem)
        assert "X-1.5" in describe(problem)


@pytest.mark.parametrize("nothing", [time(0), timedelta(0)])
def test_serial_date_of_zero_reads_as_zero(nothing):
    (problem,) = problems_of(with_cells({"C8": nothing}))
    assert problem.code == Code.SCORE_IS_DATE
    assert "(0)" in told(problem, "en")
    (problem,) = problems_of(with_cells({"B3": nothing}))
    assert "“0” is not understood as a date" in told(problem, "en")


def test_quote_without_end_is_reported_where_it_opens():
    lines = CSV.splitlines()
    lines[5] = lines[5].replace(";", ';"', 1)
    assert lines[5].count('"') == 1
    (problem,) = read_csv("\n".join(lines), options=OPTIONS).problems
    assert (problem.code, problem.params) == (Code.BROKEN_QUOTES, {"line": 6})


def test_rows_of_two_lines_do_not_shift_the_place_of_a_quote():
    lines = CSV.splitlines()
    lines[1] = lines[1] + ';"two\nlines"'
    lines[6] = lines[6].replace(";", ';"', 1)
    (problem,) = read_csv("\n".join(lines), options=OPTIONS).problems
    assert (problem.code, problem.params) == (Code.BROKEN_QUOTES, {"line": 8})


def run(tmp_path, *arguments, content=None, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(content or CSV.encode())
    out = StringIO()
    with translation.override("en"):
        call_command("import_benchmark", str(path), *arguments, stdout=out)
    return out.getvalue()


def refused(tmp_path, *arguments, **file):
    with pytest.raises(CommandError) as error:
        run(tmp_path, *arguments, **file)
    return str(error.value).splitlines()


def test_conflict_of_a_csv_says_row_and_column(programme, tmp_path):
    run(tmp_path, *CSV_ARGUMENTS)
    _heading, first, *_others = refused(tmp_path, *CSV_ARGUMENTS)
    assert first.startswith("Row 1, column 2: the assessment of DITENAVE of 30 September 2014 exists")


def test_csv_without_options_is_told_exactly_which(programme, tmp_path):
    *_problems, hint = refused(tmp_path)
    assert hint == "On the command line, say what the CSV does not: --framework --version --on --kind"
    *_problems, hint = refused(tmp_path, *CSV_ARGUMENTS[:4])
    assert hint == "On the command line, say what the CSV does not: --on --kind"


def test_workbook_that_lacks_its_date_is_told_of_no_options(programme, tmp_path):
    lines = refused(tmp_path, content=with_cells({"B3": None}), name="a.xlsx")
    assert not any("--on" in line for line in lines)


def test_options_for_a_csv_are_refused_with_a_workbook(programme, tmp_path):
    workbook = (BENCHMARKS / "benchmark_2014.xlsx").read_bytes()
    (line,) = refused(tmp_path, "--on=2014-09-30", "--kind=audit", content=workbook, name="a.XLSX")
    assert line.startswith("--on --kind: for a CSV only.")


@pytest.mark.parametrize(("name", "why"), [("missing.xlsx", "there is no such file"), (".", "it is a folder")])
def test_file_that_cannot_be_opened_says_why_in_the_readers_language(programme, tmp_path, name, why):
    with translation.override("en"), pytest.raises(CommandError, match=why):
        call_command("import_benchmark", str(tmp_path / name))


def test_cluster_without_any_score_is_pointed_out(programme, tmp_path):
    printed = run(tmp_path, content=with_cells({f"D{row}": "n.v." for row in range(8, 39)}), name="a.xlsx")
    assert "No score at all: CBM" in printed.splitlines()
