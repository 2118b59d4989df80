"""Modules of a plan are taken after their prerequisites, then by planned period, then by code."""

from datetime import date

from courses.teaching_order import Step, in_teaching_order

SPRING, SUMMER = date(2027, 3, 1), date(2027, 7, 1)


def step(code, starts_on=None, ends_on=None, *required_by):
    return Step(code, starts_on, ends_on, frozenset(required_by))


def test_earlier_periods_come_first_then_codes_and_undated_modules_last():
    steps = [step("A"), step("B", SUMMER), step("D", SPRING, SUMMER), step("C", SPRING, SPRING), step("E", SUMMER)]

    assert in_teaching_order(steps) == ["C", "D", "B", "E", "A"]


def test_prerequisites_come_first_whatever_their_period_and_code():
    steps = [step("A", SPRING), step("B", SUMMER), step("C", SUMMER, None, "B"), step("D", None, None, "C")]

    assert in_teaching_order(steps) == ["A", "D", "C", "B"]


def test_modules_that_ask_for_each_other_are_listed_all_the_same():
    assert in_teaching_order([step("B", None, None, "A"), step("A", None, None, "B")]) == ["A", "B"]
