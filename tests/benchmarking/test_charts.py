"""Geometry of the charts, on plain values."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.benchmarking.charts import BarValues, bars, radar
from lms.benchmarking.charts.coordinates import coordinate, lines_of, percentage
from lms.benchmarking.charts.radar import CENTRE_X, CENTRE_Y, RADIUS

SQUARE = [("A", "North"), ("B", "East"), ("C", "South"), ("D", "West")]


def distance(point):
    return hypot(float(point[0]) - CENTRE_X, float(point[1]) - CENTRE_Y)


def test_coordinates_have_points_and_no_needless_zeros():
    assert [coordinate(value) for value in (1, 1.5, Decimal("2.25"), Fraction(1, 3), -0.001, 1000)] == [
        "1", "1.5", "2.25", "0.33", "0", "1000"
    ]  # fmt: skip


def test_percentages_stay_within_the_whole():
    assert [percentage(part, 4) for part in (-1, 0, Decimal("0.5"), 3, 4, 9)] == [
        "0%", "0%", "12.5%", "75%", "100%", "100%"
    ]  # fmt: skip
    assert percentage(1, 0) == "0%"


def test_radar_starts_at_the_top_and_goes_clockwise():
    chart = radar(SQUARE, [[10_000, 5_000, 0, 10_000]])
    assert chart.series[0].path == "M300 50 L380 210 L300 210 L140 210 Z"
    assert chart.series[0].marks == (("300", "50"), ("380", "210"), ("300", "210"), ("140", "210"))
    assert [axis.anchor for axis in chart.axes] == ["middle", "start", "middle", "end"]


def test_radar_has_a_ring_for_each_quarter():
    chart = radar(SQUARE, [[0, 0, 0, 0]])
    assert [ring.percent for ring in chart.rings] == [25, 50, 75, 100]
    assert chart.rings[3].points == "300,50 460,210 300,370 140,210"


def test_radar_with_a_missing_share_leaves_the_line_open_and_never_drops_to_the_centre():
    chart = radar(SQUARE, [[10_000, None, 10_000, 10_000]])
    series = chart.series[0]
    assert series.path == "M300 370 L140 210 M140 210 L300 50"
    assert len(series.marks) == 3
    assert series.is_whole is False


def test_radar_with_nothing_assessed_draws_no_line():
    series = radar(SQUARE, [[None] * 4]).series[0]
    assert (series.path, series.marks) == ("", ())


@pytest.mark.parametrize("count", [0, 1, 2])
def test_radar_with_fewer_than_three_axes_is_none(count):
    assert radar(SQUARE[:count], [[5_000] * count]) is None


def test_radar_breaks_long_labels_into_lines_of_one_place():
    axes = [("A", "Typology, governance, cooperation"), *SQUARE[1:]]
    lines = radar(axes, [[1, 1, 1, 1]]).axes[0].lines
    assert [text for _, text in lines] == ["Typology,", "governance,", "cooperation"]
    heights = [float(y) for y, _ in lines]
    assert [b - a for a, b in pairwise(heights)] == [18, 18]
    assert heights[-1] < 50


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=12))
def test_radar_keeps_every_mark_on_its_axis_at_its_share(shares):
    chart = radar([(str(n), "x") for n in range(len(shares))], [shares])
    for mark, axis, share in zip(chart.series[0].marks, chart.axes, shares, strict=True):
        assert distance(mark) == pytest.approx(RADIUS * share / 10_000, abs=0.02)
        assert distance((axis.x, axis.y)) == pytest.approx(RADIUS, abs=0.02)


def test_bar_places_everything_on_the_scale_of_its_indicator():
    row = BarValues("Plan", low=1, high=5, score=3, earlier=2, reference=Fraction(9, 2), minimum=Decimal(1))
    bar = bars([row], [1, 2, 3, 4, 5]).rows[0]
    assert (bar.score, bar.earlier, bar.reference, bar.minimum) == ("50%", "25%", "87.5%", "0%")
    assert bar.ticks == ("25%", "50%", "75%")


def test_bar_without_a_score_draws_none_while_zero_is_drawn_as_zero():
    rows = bars([BarValues("Missing", 0, 4), BarValues("Nought", 0, 4, score=0)]).rows
    assert [row.score for row in rows] == [None, "0%"]
    assert (rows[0].earlier, rows[0].reference, rows[0].minimum) == (None, None, None)


def test_bar_with_a_reference_beyond_the_scale_stays_on_the_chart():
    assert bars([BarValues("Plan", 0, 4, score=2, reference=9)]).rows[0].reference == "100%"


def test_bar_and_its_marks_fit_into_their_box_without_overlap():
    chart = bars([BarValues("Plan", 0, 4, score=1, earlier=2, reference=3, minimum=1)])
    assert chart.bar_y + chart.bar_height < chart.earlier_y
    assert chart.mark_y < chart.bar_y
    assert chart.earlier_y + chart.earlier_height < chart.mark_y + chart.mark_height
    assert chart.mark_y >= 6  # half of the reference's head
    assert chart.mark_y + chart.mark_height + 4 <= chart.height  # and the foot of the minimum


def test_no_bars_have_no_rows():
    assert bars([]).rows == ()


@given(st.text(max_size=300), st.integers(5, 40))
def test_lines_are_never_longer_than_asked_and_never_none(text, width):
    lines = lines_of(text, width)
    assert lines
    assert all(len(line) <= width for line in lines)


@given(st.decimals(-1_000_000, 1_000_000, places=3))
def test_coordinates_are_plain_numbers(value):
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", coordinate(value))
