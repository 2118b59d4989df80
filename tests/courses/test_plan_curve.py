"""The curve against every subset of modules at every budget; what is true of more hours; the knee."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.plan import Candidate, Need
from courses.plan_curve import CurvePoint, find_curve, searches_for
from courses.plan_curve_chart import Spot, draw_curve
from courses.plan_curve_knee import find_knee, gain_per_hour, gains
from courses.plan_curve_page import thinned
from tests.courses.plan_cases import allowed, best, cases, closing, minutes

FAST = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONGEST = 3_000


def curve_of(case, **given):
    return find_curve(case.needs, case.modules, pins=case.pins, drops=case.drops, longest=LONGEST, **given)


def answers(case):
    """Return the best plan at every budget, by trying every subset: (minutes from which on, codes), without repeats."""
    whole = replace(case, budget=LONGEST)
    steps = sorted({minutes(case, codes) for codes in allowed(whole)})
    found = [(step, best(replace(case, budget=step))) for step in steps]
    return [now for before, now in pairwise([(None, None), *found]) if now[1] != before[1]]


@FAST
@given(cases(most=6))
def test_curve_holds_every_budget_at_which_the_best_plan_changes(case):
    points = curve_of(case)

    assert [(p.minutes, frozenset(p.modules)) for p in points] == answers(case)
    assert [(p.minimums, p.closed) for p in points] == [closing(case, frozenset(p.modules)) for p in points]
    assert all(p.follows for p in points)


@FAST
@given(cases(most=6), st.integers(1, 4))
def test_curve_of_few_searches_holds_true_points_only(case, searches):
    points, known = curve_of(case, searches=searches), answers(case)

    assert [(p.minutes, frozenset(p.modules)) for p in points if (p.minutes, frozenset(p.modules)) in known] == [
        (p.minutes, frozenset(p.modules)) for p in points
    ]
    for before, after in pairwise(points):
        hidden = [at for at, _codes in known if before.minutes < at < after.minutes]
        assert not (after.follows and hidden)
    if known:
        assert (points[0].minutes, points[-1].minutes) == (known[0][0], known[-1][0])


@FAST
@given(cases())
def test_more_hours_never_meet_fewer_minimums_nor_close_less_with_as_many(case):
    for before, after in pairwise(curve_of(case)):
        assert before.minutes < after.minutes
        assert (before.minimums, before.closed) < (after.minimums, after.closed)


def test_gap_closed_falls_where_the_hours_go_into_a_minimum():
    needs = [Need(key="heavy", weight=9, gap=4000), Need(key="low", weight=1, gap=500, minimum_gap=500)]
    modules = [
        Candidate(code="A", minutes=60, lifts={"heavy": 2000}),
        Candidate(code="B", minutes=120, lifts={"low": 500}),
    ]
    points = find_curve(needs, modules, longest=LONGEST)

    assert [(p.minutes, p.minimums, p.closed) for p in points] == [
        (0, 0, 0),
        (60, 0, 18_000),
        (120, 1, 500),
        (180, 1, 18_500),
    ]
    assert gains(points) == [None, 18_000, -17_500, 18_000]


def test_curve_starts_at_the_hours_of_the_pins_and_ends_at_the_longest_plan():
    needs = [Need(key="n", weight=1, gap=5000)]
    modules = [Candidate(code=code, minutes=60, lifts={"n": 1000}) for code in "ABCD"]

    points = find_curve(needs, modules, pins=["B"], drops=["A"], longest=150)

    assert [(p.minutes, p.modules) for p in points] == [(60, ("B",)), (120, ("B", "C"))]


def test_curve_with_pins_that_cannot_be_kept_is_empty():
    modules = [Candidate(code="A", minutes=60)]
    assert find_curve([Need(key="n", weight=1, gap=500)], modules, pins=["A"], longest=30) == ()
    assert find_curve([Need(key="n", weight=1, gap=500)], modules, pins=["NONE"], longest=90) == ()


def test_curve_of_nothing_to_choose_is_one_point():
    assert find_curve([Need(key="n", weight=1, gap=500)], [], longest=90) == (CurvePoint(0, 0, 0, ()),)


def test_searches_stay_few_for_many_modules():
    needs = [Need(key=f"n{i}", weight=1, gap=5000) for i in range(4)]
    modules = [Candidate(code=f"M{i:02}", minutes=60 + i, lifts={f"n{i % 4}": 700 + i}) for i in range(20)]

    points = find_curve(needs, modules, longest=LONGEST, searches=10)

    assert (searches_for(31 * 18), searches_for(36 * 200)) == (300, 40)
    assert 8 <= len(points) <= 11
    assert not all(point.follows for point in points)


def points_at(*heights, apart=60):
    return tuple(CurvePoint(place * apart, closed, 0, ()) for place, closed in enumerate(heights))


@pytest.mark.parametrize(
    ("heights", "minutes"),
    [
        ((0, 60, 90, 100), 60),
        ((0, 40, 80, 90, 100), 120),
        ((0, 50, 100, 125, 150, 150), 120),
        ((0, 40, 70, 90), 60),  # 60 and 120 lie as far above the line
    ],
)
def test_knee_is_furthest_above_the_line_and_the_first_of_equals(heights, minutes):
    assert find_knee(points_at(*heights)).point.minutes == minutes


@pytest.mark.parametrize(
    "heights", [(), (5,), (0, 100), (0, 50, 100), (0, 51, 100), (0, 20, 100), (10, 60, 5), (7, 7, 7)]
)
def test_no_knee_without_a_bend(heights):
    assert find_knee(points_at(*heights)) is None


def test_knee_says_what_an_hour_brings_before_and_after():
    knee = find_knee(points_at(10, 70, 90, 100, apart=30))
    assert (knee.point.minutes, knee.before, knee.after) == (30, 120, 30)


@FAST
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(-5, 50)), min_size=3, max_size=12))
def test_knee_is_where_the_line_says_whatever_the_units(steps):
    points, at, closed = [], 0, 0
    for wide, high in steps:
        at, closed = at + wide, closed + high
        points.append(CurvePoint(at, closed, 0, ()))
    knee = find_knee(points)
    scaled = find_knee([replace(point, minutes=point.minutes * 7, closed=point.closed * 3) for point in points])

    assert (knee is None) == (scaled is None)
    if knee:
        assert scaled.point.minutes == knee.point.minutes * 7
        assert knee.before > gain_per_hour(points[0], points[-1]) > knee.after


def test_gain_per_hour_is_exact():
    assert gain_per_hour(CurvePoint(0, 0, 0, ()), CurvePoint(210, 100, 0, ())) == Fraction(200, 7)
    assert gains([]) == []


def test_drawing_is_level_until_the_next_answer_and_dashed_where_it_is_not_known():
    points = (
        CurvePoint(0, 0, 0, ()),
        CurvePoint(600, 300, 0, ()),
        CurvePoint(1200, 200, 1, (), follows=False),
    )
    chart = draw_curve(points, whole=1000, budget=1500, knee=points[1])

    assert (chart.shares[-1].figure, chart.shares[-1].at) == (40, str(chart.top))
    assert [(s.x1, s.y1, s.x2, s.y2, s.guess) for s in chart.strokes] == [
        ("0%", "268", "38.46%", "268", False),
        ("38.46%", "268", "38.46%", "88", False),
        ("38.46%", "88", "76.92%", "148", True),
        ("76.92%", "148", "100%", "148", False),
    ]
    assert (chart.knee, chart.minimums) == (Spot("38.46%", "88"), (Spot("76.92%", "148"),))
    assert (chart.budget.at, chart.budget.anchor) == ("96.15%", "end")
    assert [tick.figure for tick in chart.hours] == [0, 5, 10, 15, 20, 25]


@pytest.mark.parametrize(("closed", "ceiling"), [(0, 20), (200, 20), (201, 40), (1000, 100)])
def test_drawing_leaves_room_for_the_highest_point(closed, ceiling):
    chart = draw_curve([CurvePoint(0, 0, 0, ()), CurvePoint(60, closed, 0, ())], whole=1000, budget=0, knee=None)
    assert chart.shares[-1].figure == ceiling


def test_drawing_of_one_point_of_nothing():
    chart = draw_curve([CurvePoint(0, 0, 0, ())], whole=0, budget=0, knee=None)
    assert [stroke.x2 for stroke in chart.strokes] == ["100%"]


def test_thinned_points_keep_ends_minimums_and_what_is_asked_for():
    points = [CurvePoint(60 * place, place, int(place >= 101), ()) for place in range(200)]
    shown = thinned(points, [points[57]], most=20)
    assert {points[0], points[57], points[101], points[199]} <= set(shown)
    assert len(shown) <= 24
    assert thinned(points[:20], [], most=20) == points[:20]
