"""One answer, its mark, and when two contradict each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.benchmarking.answers import Answer, both_texts, clashes, level_key, tidy_text
from lms.benchmarking.scoring_forms import AnswerForm, answer_from

NOTHING, TWO, THREE = Answer(), Answer(True, Decimal(2)), Answer(True, Decimal(3))
ANSWERS = st.builds(Answer, st.just(True), st.none() | st.decimals(0, 4, places=2), st.text(max_size=20)) | st.builds(
    Answer, st.just(False), st.none(), st.text(max_size=20)
)


@pytest.mark.parametrize(
    ("level", "key"), [(0, "0"), ("0.00", "0"), (3, "3"), ("3.00", "3"), ("2.50", "2.5"), (10, "10"), (-1, "-1")]
)
def test_level_is_written_without_needless_zeros(level, key):
    assert level_key(Decimal(level)) == key


def test_no_answer_not_assessed_and_zero_are_three_things():
    keys = [answer.key for answer in (NOTHING, Answer(True, None), Answer(True, Decimal(0)))]
    assert keys == ["", "none", "0"]


@given(ANSWERS, ANSWERS)
def test_marks_are_equal_exactly_for_equal_answers(one, other):
    same = (one.key, one.evidence) == (other.key, other.evidence)
    assert (one.mark == other.mark) == same


@pytest.mark.parametrize(
    ("standing", "wanted", "seen", "clash"),
    [
        (NOTHING, TWO, NOTHING.mark, False),
        (TWO, THREE, TWO.mark, False),
        (TWO, THREE, NOTHING.mark, True),
        (TWO, TWO, NOTHING.mark, False),
        (TWO, THREE, "", True),
        (NOTHING, TWO, "nonsense", True),
        (Answer(True, Decimal(2), "ours"), TWO, TWO.mark, True),
    ],
)
def test_only_what_would_undo_an_unseen_answer_clashes(standing, wanted, seen, clash):
    assert clashes(standing, wanted, seen) is clash


def test_texts_are_kept_without_nul_and_with_one_kind_of_line_ends():
    assert tidy_text("  a\r\nb\rc\x00d \n") == "a\nb\ncd"


def test_texts_of_both_name_who_says_what():
    texts = [("Ada", Answer(True, Decimal(3), "seen")), ("Bea", Answer(True, None))]
    assert both_texts(texts, "a reason") == "Ada (3): seen\n\nBea (none)\n\n→ a reason"


def test_texts_of_equal_levels_leave_out_who_wrote_nothing():
    texts = [("Ada", Answer(True, Decimal(3), "seen")), ("Bea", Answer(True, Decimal(3)))]
    assert both_texts(texts) == "Ada (3): seen"
    assert both_texts([("Ada", TWO), ("Bea", TWO)]) == ""


@pytest.mark.parametrize("level", ["3", "3.5", "-1", "0", "none", ""])
def test_form_takes_levels_and_words_for_none(level):
    form = AnswerForm({"level": level, "evidence": "x"})
    assert form.is_valid()
    assert form.answer.key == level


@pytest.mark.parametrize("level", ["NaN", "1e9", "Infinity", "٣", "3,5", "three", "99999", "3;--", "3\x00", "3" * 40])
def test_form_refuses_what_is_no_level(level):
    form = AnswerForm({"level": level})
    assert not form.is_valid()
    assert form.answer == NOTHING


@given(st.text(max_size=30), st.text(max_size=50))
def test_any_text_reads_as_an_answer(level, evidence):
    answer = answer_from(level, evidence)
    assert answer.is_answered == (answer.key != "")
