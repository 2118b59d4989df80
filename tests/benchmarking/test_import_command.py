"""`manage.py import_benchmark`: the real files, every refusal, replacement, and its exit code."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import ModelLogEntry

from lms.benchmarking.management.commands.import_benchmark import Command
from lms.benchmarking.models import Assessment, BenchmarkImport, Score
from tests.benchmarking.benchmark_files import BENCHMARKS, CLUSTERS, CSV, XLSX, with_cells
from tests.benchmarking.import_files import BROKEN, CSV_ARGUMENTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def run(tmp_path):
    """Run the command on bytes or on a path, as from a terminal; return what it printed."""

    def run(content, *arguments, name="benchmark.xlsx"):
        path = content
        if isinstance(content, bytes):
            path = tmp_path / name
            path.write_bytes(content)
        out = StringIO()
        call_command("import_benchmark", str(path), *arguments, stdout=out)
        return out.getvalue()

    return run


def stored_rows():
    return (Assessment.objects.count(), Score.objects.count(), BenchmarkImport.objects.count())


def score(cluster, indicator, year=2014):
    return Score.objects.get(
        assessment__cluster__code=cluster, indicator__code=indicator, assessment__assessed_on__year=year
    ).value


def test_both_workbooks_come_in_whole(programme, run):
    run(BENCHMARKS / "benchmark_2014.xlsx")
    run(BENCHMARKS / "benchmark_2016.xlsx")
    found = Assessment.objects.values_list("cluster__code", "kind", "status", "assessed_on", "recorded_by", "source")
    assert sorted((code, on.isoformat()) for code, _kind, _status, on, _by, _source in found) == sorted(
        (code, on) for code in CLUSTERS for on in ("2014-09-30", "2016-03-31")
    )
    assert {(kind, status, by) for _code, kind, status, _on, by, _source in found} == {("interview", "open", None)}
    assert {source for *_facts, source in found} == {"benchmark_2014.xlsx", "benchmark_2016.xlsx"}
    assert [a.scores.count() for a in Assessment.objects.all()] == [31] * 12
    assert (score("DITENAVE", "ECEI-01"), score("DITENAVE", "ECEI-01", 2016)) == (3, 4)
    assert score("DITEDI", "ECEI-31") == 2


def test_csv_comes_in_with_what_it_does_not_say_itself(programme, run):
    run(CSV.encode(), *CSV_ARGUMENTS, name="benchmark_2014.csv")
    facts = set(Assessment.objects.values_list("framework__code", "framework__version", "kind"))
    assert facts == {("ECEI", "2012", "interview")}
    assert Assessment.objects.count() == 6
    assert Score.objects.count() == 186
    assert [a.assessed_on.isoformat() for a in Assessment.objects.all()] == ["2014-09-30"] * 6


def test_csv_and_workbook_of_a_round_say_the_same(programme, run):
    run(CSV.encode(), *CSV_ARGUMENTS, name="benchmark_2014.csv")
    assert "(0 cells changed)" in run(XLSX, "--replace")


def test_csv_takes_the_day_in_the_italian_form(programme, run):
    run(CSV.encode(), "--framework=ECEI", "--version=2012", "--on=30/09/2014", "--kind=audit", name="a.csv")
    assert set(Assessment.objects.values_list("kind", "assessed_on__year")) == {("audit", 2014)}


def test_summary_says_what_came_in_and_what_was_left_out(programme, run):
    printed = run(with_cells({"C8": "n.a.", "D9": "n.v."}))
    assert printed.splitlines() == [
        "ECEI 2012, 30 Sep 2014, Interview",
        "Clusters: 6 (DITENAVE, CBM, POLO-PN, SAN-DANIELE, ASDI-SEDIA, DITEDI)",
        "Scores: 184",
        "Not assessed: 2",
        "Columns ignored: B (Name)",
        "Sheets ignored: Clusters",
    ]
    assert score("DITENAVE", "ECEI-01") is None
    assert Score.objects.filter(value=None).count() == 2


def test_silent_when_asked_to(programme, run):
    assert run(XLSX, "--verbosity=0") == ""


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_refused_file_changes_nothing(programme, run, case):
    run(BENCHMARKS / "benchmark_2016.xlsx")
    before = stored_rows()
    with pytest.raises(CommandError) as refused:
        run(case.content, "--replace", name=case.name)
    heading, *problems = str(refused.value).splitlines()
    assert heading.startswith("Nothing was imported: ")
    assert any(case.words in line and case.cell in line and case.sheet in line for line in problems), problems
    assert stored_rows() == before


def test_every_problem_is_told_on_a_line_of_its_own(programme, run):
    with pytest.raises(CommandError) as refused:
        run(with_cells({"E12": 7, "H38": None, "D7": "CBN"}))
    heading, *problems = str(refused.value).splitlines()
    assert heading == "Nothing was imported: 3 problems."
    assert len(problems) == 3
    assert all(any(f"cell {cell}" in line for line in problems) for cell in ("E12", "H38", "D7"))


@pytest.mark.parametrize("path", ["missing.xlsx", "."])
def test_file_that_cannot_be_opened_is_named(programme, tmp_path, path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_benchmark", str(tmp_path / path))


def test_day_of_a_csv_that_does_not_exist_is_refused_beside_the_other_problems(programme, run):
    with pytest.raises(CommandError) as refused:
        run(CSV.encode(), "--on=31/02/2014", "--framework=NONE", "--version=2012", name="a.csv")
    text = str(refused.value)
    assert "31/02/2014" in text
    assert "NONE" in text
    assert "day of the assessment is missing" not in text
    assert stored_rows() == (0, 0, 0)


def test_open_assessment_is_not_replaced_unasked(programme, run):
    run(XLSX)
    with pytest.raises(CommandError) as refused:
        run(with_cells({"C8": 0}))
    heading, *problems = str(refused.value).splitlines()
    assert heading == "Nothing was imported: 6 problems."
    assert problems[0] == (
        "Sheet “Scores”, cell C7: the assessment of DITENAVE of 30 September 2014 exists and is open: "
        "choose to replace its scores (--replace), or correct the date."
    )
    assert score("DITENAVE", "ECEI-01") == 3


def test_open_assessment_is_replaced_when_asked_and_the_change_logged(programme, run):
    run(XLSX)
    kept = dict(Assessment.objects.values_list("cluster__code", "pk"))
    printed = run(with_cells({"C8": 0, "D9": "n.a."}), "--replace", name="second.xlsx")
    assert "(2 cells changed)" in printed
    assert dict(Assessment.objects.values_list("cluster__code", "pk")) == kept
    assert (score("DITENAVE", "ECEI-01"), score("CBM", "ECEI-02")) == (0, None)
    assert score("CBM", "ECEI-01") == 1
    assert stored_rows() == (6, 186, 0)
    logged = ModelLogEntry.objects.get(action="benchmarking.replace", object_id=kept["DITENAVE"])
    assert logged.data == {"file": "second.xlsx", "changes": [["ECEI-01", "3", "0"]]}
    assert Assessment.objects.get(pk=kept["CBM"]).source == "second.xlsx"


def test_indicator_that_had_no_score_yet_gets_one(programme, run):
    run(XLSX)
    Score.objects.filter(indicator__code="ECEI-07").delete()
    run(XLSX, "--replace")
    assert (Score.objects.count(), score("DITENAVE", "ECEI-07")) == (186, 4)


def test_closed_assessment_refuses_the_whole_file_even_with_replace(programme, run):
    run(XLSX)
    Assessment.objects.filter(cluster__code="CBM").update(status="closed", closed_at="2014-12-01T10:00:00Z")
    with pytest.raises(CommandError) as refused:
        run(with_cells({"C8": 0}), "--replace")
    assert str(refused.value).splitlines() == [
        "Nothing was imported: 1 problem.",
        "Sheet “Scores”, cell D7: the assessment of CBM of 30 September 2014 is closed and cannot change: "
        "remove the column, or correct the date.",
    ]
    assert score("DITENAVE", "ECEI-01") == 3


def test_other_kind_on_the_same_day_is_another_assessment(programme, run):
    run(XLSX)
    run(with_cells({"B4": "audit"}))
    assert stored_rows() == (12, 372, 0)


def test_framework_is_found_by_its_names_in_both_languages(programme, run):
    run(with_cells({"B1": programme.name_it, "B3": "01/10/2014"}))
    run(with_cells({"B1": "ecei", "B3": "02/10/2014"}))
    assert Assessment.objects.filter(framework=programme).count() == 12


def test_level_outside_the_indicators_own_range_is_refused(programme, run):
    programme.indicators.filter(code="ECEI-01").update(max_level=Decimal(3))
    with pytest.raises(CommandError, match="cell F8: 4 is no level of ECEI-01"):
        run(XLSX)


def test_version_is_the_frameworks_and_help_says_so(capsys):
    parser = Command().create_parser("manage.py", "import_benchmark")
    parsed = parser.parse_args(
        ["a.csv", "--framework", "ECEI", "--version", "2012", "--on", "2014-09-30", "--kind", "self"]
    )
    assert (parsed.framework, parsed.version, parsed.on, parsed.kind) == ("ECEI", "2012", "2014-09-30", "self")
    assert "such as 2012" in parser.format_help()


def test_from_the_terminal_problems_go_to_stderr_and_the_exit_code_is_not_zero(programme, tmp_path, capsys):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(with_cells({"E12": 7, "H38": None}))
    command = Command()
    with pytest.raises(SystemExit) as stopped:
        command.run_from_argv(["manage.py", "import_benchmark", str(path)])
    printed = capsys.readouterr()
    assert stopped.value.code == 1
    assert printed.out == ""
    assert [line[:30] for line in printed.err.splitlines()] == [
        "CommandError: Nothing was impo",
        "Sheet “Scores”, cell E12: 7 is",
        "Sheet “Scores”, cell H38: the ",
    ]
