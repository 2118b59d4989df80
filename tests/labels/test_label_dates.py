"""The days of a label: end of month, leap years, the 31st, renewal within and after the year of grace."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.labels.label_dates import (
    AwardKind,
    Held,
    Terms,
    award_dates,
    due_threshold,
    end_of_month,
    first_until,
    grace_until,
    latest,
    months_after_end,
    months_later,
    opens_on,
    renewed_until,
    whole_months,
)

BRONZE = Terms(first_months=24, to_end_of_month=True, grace_months=12, renewal_months=36, renewal_opens_months=12)
EXACT = Terms(first_months=24, to_end_of_month=False, grace_months=12, renewal_months=36, renewal_opens_months=12)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(0, 120)
TERMS = st.builds(
    Terms,
    first_months=st.integers(1, 120),
    to_end_of_month=st.booleans(),
    grace_months=MONTHS,
    renewal_months=st.integers(1, 120),
    renewal_opens_months=MONTHS,
)


def test_first_award_runs_two_years_to_the_end_of_the_month_of_the_assessment():
    dates = award_dates(BRONZE, date(2026, 10, 15), None)
    assert dates.kind == AwardKind.FIRST
    assert (dates.valid_from, dates.valid_until) == (date(2026, 10, 15), date(2028, 10, 31))


@pytest.mark.parametrize(
    ("terms", "assessed_on", "until"),
    [
        (BRONZE, date(2026, 2, 28), date(2028, 2, 29)),
        (BRONZE, date(2024, 2, 29), date(2026, 2, 28)),
        (BRONZE, date(2026, 10, 1), date(2028, 10, 31)),
        (EXACT, date(2019, 7, 25), date(2021, 7, 25)),  # a label that was really held so
        (EXACT, date(2024, 2, 29), date(2026, 2, 28)),
        (EXACT, date(2026, 8, 31), date(2028, 8, 31)),
    ],
)
def test_last_day_of_a_first_award(terms, assessed_on, until):
    assert first_until(terms, assessed_on) == until


HELD = Held(date(2024, 10, 15), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("assessed_on", "kind", "valid_from", "valid_until"),
    [
        (date(2025, 10, 31), AwardKind.RENEWAL, date(2026, 11, 1), date(2029, 10, 31)),  # the first day that renews
        (date(2026, 10, 31), AwardKind.RENEWAL, date(2026, 11, 1), date(2029, 10, 31)),
        (date(2027, 10, 31), AwardKind.RENEWAL, date(2026, 11, 1), date(2029, 10, 31)),  # the last day of grace
        (date(2027, 11, 1), AwardKind.FIRST, date(2027, 11, 1), date(2029, 11, 30)),
    ],
)
def test_renewal_counts_from_the_previous_validity_within_the_year_of_grace(assessed_on, kind, valid_from, valid_until):
    dates = award_dates(BRONZE, assessed_on, HELD)
    assert (dates.kind, dates.valid_from, dates.valid_until) == (kind, valid_from, valid_until)


@pytest.mark.parametrize("assessed_on", [date(2024, 10, 15), date(2024, 1, 1), date(2025, 10, 30)])
def test_assessment_that_led_to_the_label_or_comes_too_early_leads_to_nothing(assessed_on):
    assert award_dates(BRONZE, assessed_on, HELD) is None


def test_label_without_an_end_is_not_renewed():
    assert award_dates(BRONZE, date(2026, 1, 1), Held(date(2014, 1, 1), None)) is None


def test_day_exact_renewal_keeps_the_day():
    assert renewed_until(EXACT, date(2021, 7, 25)) == date(2024, 7, 25)
    assert renewed_until(BRONZE, date(2021, 7, 25)) == date(2024, 7, 31)
    assert grace_until(BRONZE, date(2021, 7, 25)) == date(2022, 7, 25)


def test_end_of_february_leads_to_the_end_of_february():
    assert grace_until(EXACT, date(2027, 2, 28)) == date(2028, 2, 29)
    assert renewed_until(EXACT, date(2025, 2, 28)) == date(2028, 2, 29)


def test_dates_beyond_the_calendar_stop_at_its_end():
    assert months_later(date.max, 12) == date.max
    assert months_later(date.min, -1) == date.min
    assert grace_until(BRONZE, date.max) == date.max


def test_latest_label_is_the_one_that_ends_last():
    early, late = Held(date(2014, 1, 1), date(2016, 1, 31)), Held(date(2015, 1, 1), date(2018, 1, 31))
    open_ended = Held(date(2013, 1, 1), None)
    assert latest([early, late]) == late
    assert latest([open_ended, late]) == open_ended
    assert latest([]) is None


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2025, 4, 29), None),
        (date(2025, 4, 30), 18),
        (date(2025, 10, 30), 18),
        (date(2025, 10, 31), 12),
        (date(2026, 4, 30), 6),
        (date(2026, 7, 31), 3),
        (date(2026, 10, 31), 3),
        (date(2026, 11, 1), None),
    ],
)
def test_reminder_that_is_due_is_the_nearest_whose_day_has_come(today, due):
    assert due_threshold(today, date(2026, 10, 31), (18, 12, 6, 3)) == due


@given(DAYS, MONTHS)
def test_months_there_and_back_never_gain_a_day(day, months):
    there = months_later(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == min(day.day, end_of_month(there).day)
    assert months_later(there, -months) <= day


@given(DAYS, MONTHS)
def test_end_of_a_month_stays_the_end_of_a_month(day, months):
    assert months_after_end(end_of_month(day), months) == end_of_month(months_later(day, months))


@given(DAYS, DAYS)
def test_whole_months_are_the_most_that_fit(one, other):
    start, end = sorted([one, other])
    months = whole_months(start, end)
    assert months_later(start, months) <= end < months_later(start, months + 1)


@given(TERMS, DAYS)
def test_first_award_is_in_order_and_ends_with_a_month_where_the_rule_says_so(terms, assessed_on):
    dates = award_dates(terms, assessed_on, None)
    assert dates.valid_from == assessed_on < dates.valid_until
    if terms.to_end_of_month:
        assert dates.valid_until == end_of_month(dates.valid_until)


@given(TERMS, DAYS, st.integers(1, 4000), DAYS)
def test_renewal_leaves_no_gap_and_whatever_comes_begins_after_what_was(terms, start, length, assessed_on):
    last = Held(start, start + timedelta(days=length))
    dates = award_dates(terms, assessed_on, last)
    assume(dates is not None)
    if dates.kind == AwardKind.RENEWAL:
        assert dates.valid_from == last.valid_until + timedelta(days=1)
        assert opens_on(terms, last.valid_until) <= assessed_on <= grace_until(terms, last.valid_until)
    else:
        assert dates.valid_from == assessed_on > last.valid_until
    assert last.valid_until < dates.valid_until


@given(TERMS, DAYS)
def test_same_assessment_never_leads_to_a_second_label(terms, assessed_on):
    dates = award_dates(terms, assessed_on, None)
    assert award_dates(terms, assessed_on, Held(dates.valid_from, dates.valid_until)) is None
