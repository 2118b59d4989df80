"""Whatever is uploaded, the reader answers with a workbook or with problems that can be put into words."""

from datetime import date, datetime, time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.benchmarking.problem_texts import describe
from tests.benchmarking.benchmark_files import CLUSTERS, CSV, INDICATORS, XLSX, found, read, read_csv, with_cells

QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
CELL = st.builds("{}{}".format, st.sampled_from("ABCDEFGHIJ"), st.integers(1, 41))
TEXTS = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.integers(-1, 6),
    st.floats(),
    st.dates(date(1900, 3, 1)),
    st.datetimes(datetime.combine(date(1900, 3, 1), time())),
    st.times(),
    TEXTS,
    st.sampled_from(["=A1", "=", "#REF!", "n.a.", "Indicator", "Framework", "Data", "CBM", "ECEI-01", time(0, 0)]),
)


def answered(reading):
    found(reading)
    for problem in reading.problems:
        assert "%(" not in describe(problem)


@settings(QUICK, max_examples=60)
@given(cell=CELL, value=VALUES)
def test_one_cell_changed_never_raises_and_never_loses_a_score(cell, value):
    reading = read(with_cells({cell: value}))
    answered(reading)
    if reading.workbook:
        assert set(reading.workbook.scores) == set(CLUSTERS)
        assert all(set(scores) == set(INDICATORS) for scores in reading.workbook.scores.values())


@settings(QUICK, max_examples=100)
@given(
    content=st.binary(max_size=200),
    kind=st.sampled_from(["a.xlsx", "a.csv"]),
    start=st.sampled_from([b"", b"PK\x03\x04"]),
)
def test_random_bytes_never_raise(content, kind, start):
    answered(read(start + content, kind))


@settings(QUICK, max_examples=100)
@given(place=st.integers(0, len(XLSX) - 1), byte=st.integers(0, 255))
def test_one_byte_changed_never_raises(place, byte):
    answered(read(XLSX[:place] + bytes([byte]) + XLSX[place + 1 :]))


@settings(QUICK, max_examples=60)
@given(text=st.text(max_size=40), place=st.integers(0, len(CSV)))
def test_text_thrown_into_a_csv_never_raises(text, place):
    answered(read_csv((CSV[:place] + text + CSV[place:]).encode("utf-8", "surrogatepass")))


def test_truncated_files_never_raise():
    for end in range(0, len(XLSX), 61):
        assert not read(XLSX[:end]).workbook
    for end in range(0, len(CSV), 7):
        answered(read_csv(CSV[:end]))
