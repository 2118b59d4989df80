"""How long a name stays on evidence, and when an account that nobody uses comes to its end: plain values."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.profile import missing_words
from lms.people.retention import WARNING, Line, Spell, erased_on, holding_line, is_to_be_warned, months_later

TODAY = date(2026, 11, 22)
LINE = Line(1, date(2014, 1, 1), date(2020, 12, 31), date(2030, 12, 31))
OF_CLUSTER_7 = Line(2, date(2014, 1, 1), date(2020, 12, 31), date(2033, 12, 31), frozenset({7}))


@pytest.mark.parametrize(
    ("start", "end", "is_held"),
    [
        ("2020-12-31", None, True),
        ("2021-01-01", None, False),
        ("2010-01-01", "2014-01-01", True),
        ("2010-01-01", "2013-12-31", False),
        ("2010-01-01", "2022-01-01", True),
    ],
)
def test_line_asks_for_roles_of_its_time_both_boundary_days_included(start, end, is_held):
    spell = Spell(date.fromisoformat(start), date.fromisoformat(end) if end else None)
    assert (holding_line([spell], [LINE], TODAY) is LINE) == is_held


def test_line_without_an_end_asks_for_whatever_came_after_it():
    line = Line(1, date(2014, 1, 1), None, date(2030, 1, 1))
    assert holding_line([Spell(date(2025, 1, 1), None)], [line], TODAY) is line


@pytest.mark.parametrize(
    ("spell", "line"),
    [
        (Spell(date(2015, 1, 1), None, cluster=7), OF_CLUSTER_7),
        (Spell(date(2015, 1, 1), None, cluster=8), LINE),
        (Spell(date(2015, 1, 1), None), LINE),
        (Spell(date(2015, 1, 1), None, works_for_all=True), OF_CLUSTER_7),
    ],
)
def test_line_of_a_cluster_asks_for_its_people_and_for_those_who_work_for_all(spell, line):
    assert holding_line([spell], [LINE, OF_CLUSTER_7], TODAY) is line


def test_last_day_of_retention_counts_and_the_day_after_does_not():
    spell = Spell(date(2015, 1, 1), None)
    assert holding_line([spell], [LINE], date(2030, 12, 31)) is LINE
    assert holding_line([spell], [LINE], date(2031, 1, 1)) is None


def test_nobody_without_a_role_is_held():
    assert holding_line([], [LINE, OF_CLUSTER_7], TODAY) is None


def test_line_that_paid_for_what_somebody_took_part_in_asks_whatever_the_roles_were():
    paid = replace(OF_CLUSTER_7, retain_until=date(2031, 6, 30), basis="Act 7")
    assert holding_line([], [LINE, OF_CLUSTER_7], TODAY, [paid]) is paid
    assert holding_line([Spell(date(2015, 1, 1), None, cluster=7)], [OF_CLUSTER_7], TODAY, [paid]) is OF_CLUSTER_7
    assert holding_line([], [], date(2031, 6, 30), [paid]) is paid
    assert holding_line([], [], date(2031, 7, 1), [paid]) is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -32_767, date.min),
        (date(9990, 1, 1), 32_767, date.max),
    ],
)
def test_months_are_counted_on_the_calendar(day, months, later):
    assert months_later(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_nobody_is_erased_without_thirty_days_of_warning(last_day, months, warned_on):
    assert erased_on(last_day, months, None) is None
    erased = erased_on(last_day, months, warned_on)
    assert erased >= months_later(last_day, months)
    assert erased - warned_on >= WARNING
    assert is_to_be_warned(last_day, months, erased)


def test_profile_says_what_is_missing_in_one_language_only():
    words = {"job_title_it": "Direttrice", "job_title_en": "", "about_it": "", "about_en": "I run it."}
    assert missing_words(words) == [("job_title", "en"), ("about", "it")]
    assert missing_words(dict.fromkeys(words, "")) == []
    assert missing_words(dict.fromkeys(words, "x")) == []
