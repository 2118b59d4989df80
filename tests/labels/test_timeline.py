"""The drawing of labels over time: what stands where, also for a slip of the pen in a year."""

from datetime import date

import pytest

from lms.labels.label_dates import Held
from lms.labels.timeline import BarKind, Span, timeline_of

TODAY = date(2026, 11, 22)
HELD = Held(date(2025, 1, 1), date(2026, 12, 31))


def bronze(*awards, **days):
    return Span("bronze", "Bronze", awards, awards[-1] if awards else None, **days)


def test_no_award_no_drawing():
    assert timeline_of([bronze(), Span("gold", "Gold", ())], TODAY) is None


def test_bars_stand_in_whole_years_with_what_may_still_come():
    span = bronze(HELD, renewable_from=date(2025, 12, 31), grace_until=date(2027, 12, 31))
    line = timeline_of([span, Span("gold", "Gold", ())], TODAY)
    assert (line.start, line.end) == (date(2025, 1, 1), date(2027, 12, 31))
    row, gold = line.rows
    assert [bar.kind for bar in row.bars] == [BarKind.GRACE, BarKind.HELD, BarKind.WINDOW]
    grace, held, window = row.bars
    assert (held.x, held.width) == ("0.00%", "66.64%")
    assert (grace.x, grace.start, grace.end) == ("66.64%", date(2026, 12, 31), date(2027, 12, 31))
    assert window.x == "33.27%"
    assert (gold.level, gold.bars) == ("gold", ())
    assert line.today_x == "63.07%"
    assert [tick.year for tick in line.ticks] == [2025, 2026, 2027]


def test_label_without_an_end_runs_to_the_edge():
    line = timeline_of([bronze(Held(date(2020, 1, 1), None))], TODAY)
    assert line.rows[0].bars[0].end == line.end == date(2027, 12, 31)


@pytest.mark.parametrize("slip", [Held(date(214, 1, 1), date(2016, 1, 1)), Held(date(2014, 1, 1), date(9999, 12, 31))])
def test_slip_of_the_pen_does_not_squeeze_the_rest(slip):
    line = timeline_of([bronze(slip, HELD)], TODAY)
    assert line.start.year >= 1996
    assert line.end.year <= 2036
    assert len(line.ticks) <= 7
    assert all(0 <= float(bar.x.rstrip("%")) <= 100 for row in line.rows for bar in row.bars)


def test_axis_goes_past_today_and_names_the_years_around_it():
    """A label that ended long ago: today's line would otherwise stand at the edge, right of the last year named."""
    line = timeline_of([bronze(Held(date(2014, 1, 1), date(2016, 1, 31)), grace_until=date(2017, 1, 31))], TODAY)
    assert line.end == date(2027, 12, 31)
    assert float(line.today_x.rstrip("%")) < 94
    assert line.today_anchor == "middle"
    assert line.ticks[-1].year == 2025
    assert len(line.ticks) <= 7


@pytest.mark.parametrize(("first", "anchor"), [(date(1996, 1, 1), "end"), (date(2026, 11, 1), "middle")])
def test_word_today_stays_inside_the_drawing(first, anchor):
    line = timeline_of([bronze(Held(first, first))], TODAY)
    assert line.today_anchor == anchor
