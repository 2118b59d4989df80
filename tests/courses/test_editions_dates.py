"""Sessions from a pattern of dates: days, hours of modules, what does not come out. No database."""

from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from courses.edition_dates import Finding, Pattern, Sitting, Taught, findings, sessions_of, shares_of, shift_to

TUESDAY = date(2027, 1, 12)
MORNING = (time(9), time(13))
AFTERNOON = (time(14), time(18))
WEEKLY = Pattern(TUESDAY, frozenset({1}), (MORNING,))


def hours(code, number):
    return Taught(code, number * 60)


def shape(sessions):
    return [(one.module, one.day, one.starts.hour, one.ends.hour) for one in sessions]


def week(number):
    return TUESDAY + timedelta(weeks=number)


def test_three_modules_fill_four_sessions():
    found = sessions_of(WEEKLY, [hours("M01", 4), hours("M02", 4), hours("M03", 8)])
    assert shape(found) == [
        ("M01", week(0), 9, 13),
        ("M02", week(1), 9, 13),
        ("M03", week(2), 9, 13),
        ("M03", week(3), 9, 13),
    ]


def test_short_module_leaves_the_rest_of_the_day_to_the_next():
    found = sessions_of(WEEKLY, [hours("M01", 6), hours("M02", 2)])
    assert shape(found) == [("M01", week(0), 9, 13), ("M01", week(1), 9, 11), ("M02", week(1), 11, 13)]


def test_days_left_out_and_several_weekdays():
    pattern = Pattern(TUESDAY, frozenset({1, 3}), (MORNING,), days_off=frozenset({week(0), date(2027, 1, 21)}))
    found = sessions_of(pattern, [hours("M01", 12)])
    assert [one.day for one in found] == [date(2027, 1, 14), date(2027, 1, 19), date(2027, 1, 26)]


def test_morning_and_afternoon_of_one_day():
    pattern = Pattern(TUESDAY, frozenset({1}), (AFTERNOON, MORNING))
    assert shape(sessions_of(pattern, [hours("M01", 8)])) == [("M01", week(0), 9, 13), ("M01", week(0), 14, 18)]


def test_fewer_sessions_than_hours_say_what_is_missing():
    modules = [hours("M01", 8), hours("M02", 4)]
    found = sessions_of(Pattern(TUESDAY, frozenset({1}), (MORNING,), count=2), modules)
    assert len(found) == 2
    assert findings(modules, found) == [Finding("short", "M01", 480, 240)]


def test_longer_sessions_than_the_hours_need_are_said():
    modules = [hours("M02", 4)]
    longer = [Sitting("M02", week(4), time(9), time(14))]
    assert findings(modules, longer) == [Finding("long", "M02", 240, 300)]


def test_three_modules_in_four_sessions_have_one_each_and_the_longest_two():
    modules = [hours("M01", 7), hours("M02", 8), hours("M03", 6)]
    found = sessions_of(Pattern(TUESDAY, frozenset({1}), (MORNING,), count=4), modules)
    assert [sitting.module for sitting in found] == ["M01", "M02", "M02", "M03"]
    assert {sitting.minutes for sitting in found} == {240}


@given(st.lists(st.integers(1, 2_000), min_size=1, max_size=8), st.integers(1, 40))
def test_shares_are_the_count_and_leave_nobody_out_while_there_are_enough(minutes, count):
    shares = shares_of(minutes, count)
    assert sum(shares) == count
    assert min(shares) >= (1 if count >= len(minutes) else 0)


def test_pattern_without_days_makes_nothing():
    modules = [hours("M01", 8)]
    for empty in (Pattern(TUESDAY, frozenset(), (MORNING,)), Pattern(TUESDAY, frozenset({1}), ((time(9), time(9)),))):
        assert sessions_of(empty, modules) == []
    assert findings(modules, []) == [Finding("no_days")]


def test_moved_by_whole_weeks_to_the_day_or_after():
    for first, begins in ((week(11), week(11)), (date(2027, 3, 24), date(2027, 3, 30)), (week(0), week(0))):
        assert TUESDAY + shift_to(TUESDAY, first) == begins
    assert TUESDAY + shift_to(TUESDAY, date(2027, 1, 4)) == week(-1)


@given(
    minutes=st.lists(st.integers(15, 1200), min_size=1, max_size=5),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    off=st.frozensets(st.dates(TUESDAY, date(2027, 3, 1)), max_size=5),
)
def test_hours_always_come_out_and_no_two_sessions_overlap(minutes, weekdays, off):
    modules = [Taught(f"M{number}", one) for number, one in enumerate(minutes)]
    found = sessions_of(Pattern(TUESDAY, weekdays, (MORNING, AFTERNOON), days_off=off), modules)
    assert findings(modules, found) == []
    assert all(one.day.weekday() in weekdays and one.day not in off for one in found)
    spans = [(one.day, one.starts, one.ends) for one in found]
    assert all((a[0], a[2]) <= (b[0], b[1]) for a, b in pairwise(spans))
