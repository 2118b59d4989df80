"""Hours of attendance: examples at every edge, and what holds whatever happens."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.training.hours import (
    Hours,
    PartHours,
    Presence,
    Sitting,
    Terms,
    hours_of,
    minutes_attended,
    percent_shown,
    reaches,
    verdict_of,
)

ROME = ZoneInfo("Europe/Rome")
NINE = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
STRICT = Terms(threshold_percent=80)
KIND = Terms(threshold_percent=80, tolerance_minutes=15)


def at(minutes, seconds=0):
    return NINE + timedelta(minutes=minutes, seconds=seconds)


def sitting(key=1, part=1, starts=0, lasts=240, **more):
    return Sitting(key, part, at(starts), at(starts + lasts), **more)


@pytest.mark.parametrize(
    ("came", "left", "terms", "minutes"),
    [
        (0, 240, STRICT, 240),
        (-30, 300, STRICT, 240),
        (10, 240, STRICT, 230),
        (0, 200, STRICT, 200),
        (10, 240, KIND, 240),
        (15, 225, KIND, 240),
        (16, 224, KIND, 208),
        (-60, -1, KIND, 0),
        (241, 300, KIND, 0),
        (-60, 0, STRICT, 0),
        (240, 300, STRICT, 0),
        (230, 230, KIND, 0),
        (5, 5, KIND, 0),
    ],
    ids=str,
)
def test_minutes_are_clipped_and_a_little_is_forgiven_on_both_sides(came, left, terms, minutes):
    assert minutes_attended(sitting(), Presence(at(came), at(left)), terms) == minutes


def test_seconds_are_cut_off():
    assert minutes_attended(sitting(), Presence(at(0, 1), at(240)), STRICT) == 239


def test_absence_and_hours_online_that_do_not_count_are_nothing():
    presence = Presence(at(0), at(240))
    offline = Terms(threshold_percent=80, online_allowed=False)
    assert minutes_attended(sitting(), None, STRICT) == 0
    assert minutes_attended(sitting(is_online=True), presence, offline) == 0
    assert minutes_attended(sitting(is_online=True), presence, STRICT) == 240


@pytest.mark.parametrize(("day", "minutes"), [((2026, 10, 25), 300), ((2027, 3, 28), 180)])
def test_night_of_the_clock_change_lasts_as_long_as_it_lasts(day, minutes):
    starts, ends = datetime(*day, 0, 0, tzinfo=ROME), datetime(*day, 4, 0, tzinfo=ROME)
    one = Sitting(1, 1, starts, ends)
    assert minutes_attended(one, Presence(starts, ends), STRICT) == minutes
    assert hours_of([one], {}, {1: 60}, STRICT).planned == minutes


def test_one_of_four_sessions_is_a_quarter_though_three_were_not_held_yet():
    sittings = [sitting(key, starts=key * 1440, lasts=60) for key in range(4)]
    hours = hours_of(sittings, {0: Presence(at(0), at(60))}, {1: 240}, STRICT)
    assert (hours.attended, hours.planned, percent_shown(60, 240, STRICT)) == (60, 240, 25)
    assert verdict_of(hours, STRICT).reason == "below"


def test_promised_hours_without_a_session_stay_missing():
    hours = hours_of([sitting(lasts=120)], {1: Presence(at(0), at(120))}, {1: 240, 2: 60}, STRICT)
    assert hours == Hours((PartHours(1, 120, 240), PartHours(2, 0, 60)))


def test_sessions_that_last_longer_than_promised_are_the_plan():
    assert hours_of([sitting(lasts=300)], {}, {1: 240}, STRICT).planned == 300


@pytest.mark.parametrize(
    ("attended", "step", "down", "counted"),
    [(119, 30, True, 90), (119, 30, False, 120), (104, 30, False, 90), (105, 30, False, 120), (239, 60, False, 240)],
)
def test_each_part_is_rounded_once(attended, step, down, counted):
    terms = Terms(threshold_percent=80, rounding_minutes=step, rounds_down=down)
    hours = hours_of([sitting()], {1: Presence(at(0), at(attended))}, {1: 240}, terms)
    assert hours.attended == counted


def test_who_was_there_all_the_time_has_all_of_it_whatever_the_step():
    terms = Terms(threshold_percent=100, rounding_minutes=60)
    hours = hours_of([sitting(lasts=250)], {1: Presence(at(0), at(250))}, {1: 250}, terms)
    assert (hours.attended, verdict_of(hours, terms).is_met) == (250, True)


def test_threshold_itself_is_enough_and_a_minute_less_is_not():
    assert reaches(192, 240, STRICT)
    assert not reaches(191, 240, STRICT)


def test_threshold_per_module_names_the_parts_that_fall_short():
    terms = Terms(threshold_percent=50, threshold_per_module=True)
    hours = Hours((PartHours(7, 100, 100), PartHours(8, 49, 100)))
    found = verdict_of(hours, terms)
    assert (found.is_met, found.reason, found.short) == (False, "part_below", (8,))
    assert verdict_of(hours, Terms(threshold_percent=50)).is_met


def test_nothing_planned_meets_nothing():
    assert verdict_of(Hours(()), STRICT).reason == "nothing_planned"


terms_drawn = st.builds(
    Terms,
    threshold_percent=st.integers(1, 100),
    threshold_per_module=st.booleans(),
    rounding_minutes=st.integers(1, 60),
    rounds_down=st.booleans(),
    tolerance_minutes=st.integers(0, 60),
    online_allowed=st.booleans(),
)
seconds = st.integers(-20_000, 40_000)


@st.composite
def cases(draw):
    sittings = [
        Sitting(key, draw(st.integers(1, 3)), at(0, start), at(draw(st.integers(1, 500)), start), draw(st.booleans()))
        for key, start in enumerate(draw(st.lists(seconds, max_size=5)))
    ]
    presences = {}
    for one in sittings:
        if draw(st.booleans()):
            came = draw(seconds)
            presences[one.key] = Presence(at(0, came), at(0, came + draw(st.integers(0, 20_000))))
    promised = draw(st.dictionaries(st.integers(1, 4), st.integers(1, 1_000), max_size=4))
    return sittings, presences, promised, draw(terms_drawn)


@given(cases())
def test_never_more_than_planned_and_the_whole_is_the_sum(case):
    sittings, presences, promised, terms = case
    hours = hours_of(sittings, presences, promised, terms)
    assert all(0 <= part.attended <= part.planned for part in hours.parts)
    assert (hours.attended, hours.planned) == (
        sum(part.attended for part in hours.parts),
        sum(part.planned for part in hours.parts),
    )
    assert hours.planned >= sum(promised.values())
    for one in sittings:
        lasts = int((one.ends_at - one.starts_at).total_seconds()) // 60
        assert 0 <= minutes_attended(one, presences.get(one.key), terms) <= lasts


@given(cases(), st.integers(0, 5_000), st.integers(0, 5_000))
def test_who_stays_longer_never_has_less(case, earlier, later):
    sittings, presences, promised, terms = case
    longer = {
        key: Presence(one.came_at - timedelta(seconds=earlier), one.left_at + timedelta(seconds=later))
        for key, one in presences.items()
    }
    less, more = (hours_of(sittings, found, promised, terms) for found in (presences, longer))
    assert all(a.attended <= b.attended for a, b in zip(less.parts, more.parts, strict=True))
    assert verdict_of(more, terms).is_met >= verdict_of(less, terms).is_met


@given(st.integers(0, 10_000), st.integers(1, 10_000), terms_drawn)
def test_share_shown_reaches_the_threshold_exactly_when_the_hours_do(attended, planned, terms):
    attended = min(attended, planned)
    shown = percent_shown(attended, planned, terms)
    assert (shown >= terms.threshold_percent) == reaches(attended, planned, terms)
    assert (shown == 100) == (attended == planned)
    assert abs(shown - 100 * attended / planned) < 1
