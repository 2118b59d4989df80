"""The rule that holds ratings against a target."""

import pytest

from lms.needs.rating_chart import rating_line
from lms.needs.ratings_gaps import rating_gap

LEVELS = [None, *range(5)]


@pytest.mark.parametrize(
    ("target", "own", "supervisor", "status", "level", "counted", "gap_bp"),
    [
        (3, 1, None, "below", 1, "self", 5_000),
        (3, 3, 1, "below", 1, "supervisor", 5_000),
        (3, 0, 3, "met", 3, "supervisor", 0),
        (4, None, 0, "below", 0, "supervisor", 10_000),
        (1, 0, None, "below", 0, "self", 2_500),
        (2, 4, None, "met", 4, "self", 0),
        (3, None, None, "not_rated", None, None, 0),
        (None, 1, None, "no_target", 1, "self", 0),
        (None, None, None, "no_target", None, None, 0),
    ],
)
def test_supervisor_counts_before_the_own_rating(target, own, supervisor, status, level, counted, gap_bp):
    gap = rating_gap(target=target, own=own, supervisor=supervisor)

    assert (gap.status, gap.level, gap.counted, gap.gap_bp) == (status, level, counted, gap_bp)
    assert gap.is_below is (status == "below")


@pytest.mark.parametrize(
    ("own", "supervisor", "disputed"),
    [(1, 3, True), (3, 1, True), (4, 0, True), (2, 3, False), (2, 2, False), (0, None, False), (None, 4, False)],
)
def test_two_levels_apart_is_a_dispute(own, supervisor, disputed):
    assert rating_gap(target=3, own=own, supervisor=supervisor).is_disputed is disputed


def test_a_gap_is_a_quarter_of_the_scale_for_each_level_and_never_negative():
    for target in range(1, 5):
        for own in LEVELS:
            for supervisor in LEVELS:
                gap = rating_gap(target=target, own=own, supervisor=supervisor)
                counted = own if supervisor is None else supervisor
                missing = 0 if counted is None else max(0, target - counted)
                assert (gap.gap_bp, gap.is_below) == (missing * 2_500, missing > 0)


def test_the_line_stretches_from_the_level_that_counts_to_the_target():
    line = rating_line(3, 1, 2, 2)

    assert (line.target, line.own, line.supervisor) == ("75%", "25%", "50%")
    assert (line.gap_from, line.gap_width) == ("50%", "25%")
    assert line.ticks == ("0%", "25%", "50%", "75%", "100%")


@pytest.mark.parametrize(("target", "counted"), [(None, 1), (3, None), (3, 3), (2, 4)])
def test_the_line_shows_no_gap_where_there_is_none(target, counted):
    line = rating_line(target, counted, None, counted)

    assert (line.gap_from, line.gap_width) == (None, None)
