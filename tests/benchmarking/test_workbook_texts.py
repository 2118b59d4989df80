"""The sentences about problems: one for each code, with the place and what to do."""

import json
from dataclasses import asdict
from string import ascii_lowercase

import pytest
from django.utils import translation

from lms.benchmarking.problem_texts import SENTENCES, describe
from lms.benchmarking.workbook import Code, Problem
from tests.benchmarking.benchmark_files import CSV, read, read_csv, with_cells


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_every_code_has_a_sentence():
    assert set(SENTENCES) == set(Code)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert all(sentence.endswith((".", ":")) and ":" in sentence for sentence in SENTENCES.values())


def test_sentence_names_sheet_and_cell_of_a_workbook():
    problem = read(with_cells({"C8": 7})).problems[0]
    assert describe(problem) == (
        "Sheet “Scores”, cell C8: 7 is no level of ECEI-01: write one of 0; 1; 2; 3; 4, or “n.a.” where it was not "
        "assessed."
    )


def test_sentence_names_row_and_column_of_a_csv():
    problem = read_csv(CSV.replace("ECEI-02;4", "ECEI-02;")).problems[0]
    assert describe(problem) == (
        "Row 3, column 2: the score of DITENAVE for ECEI-02 is empty: write it, or “n.a.” where it was not assessed."
    )


def test_sentence_without_a_place_starts_with_a_capital():
    problem = Problem(Code.MISSING_INDICATOR, params={"indicator": "ECEI-31"})
    assert describe(problem)[0] not in ascii_lowercase


def test_problem_survives_being_stored_as_json():
    problem = read(with_cells({"C8": 7})).problems[0]
    stored = json.loads(json.dumps(asdict(problem)))
    assert describe(Problem(**stored)) == describe(problem)


def test_text_from_the_file_is_cut_and_never_a_placeholder():
    problem = read(with_cells({"C8": "%(levels)s" + "x" * 500})).problems[0]
    assert describe(problem).startswith("Sheet “Scores”, cell C8: “%(levels)sxxx")
    assert len(describe(problem)) < 200
