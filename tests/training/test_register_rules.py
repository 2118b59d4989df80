"""What a mark in the roll call leads to."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.training.hours import Presence
from lms.training.register_rules import (
    Held,
    Mark,
    Said,
    faults_in,
    is_late_entry,
    may_sign,
    obstacle,
    presence_of,
    raw_minutes,
    said_by_line,
    sign_obstacle,
    state_of,
    step_for,
)

STARTS = datetime(2027, 1, 12, 20, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)


def held(**more):
    facts = {"is_cancelled": False, "is_offering_open": True, "is_signed": False, "window_minutes": 30}
    return Held(starts_at=STARTS, ends_at=ENDS, time_zone="Europe/Rome", **(facts | more))


@pytest.mark.parametrize(
    ("changed", "minutes", "coordinator", "code"),
    [
        ({}, 0, False, ""),
        ({}, -30, False, ""),
        ({}, -31, False, "too_early"),
        ({}, -31, True, "too_early"),
        ({"is_cancelled": True}, 0, True, "cancelled"),
        ({"is_offering_open": False}, 0, True, "offering_closed"),
        ({"is_signed": True}, 0, False, "signed"),
        ({"is_signed": True}, 0, True, ""),
    ],
)
def test_when_attendance_is_taken(changed, minutes, coordinator, code):
    assert obstacle(held(**changed), STARTS + timedelta(minutes=minutes), is_coordinator=coordinator) == code


def test_day_of_the_session_is_the_one_at_the_place():
    midnight_in_rome = datetime(2027, 1, 12, 23, 0, tzinfo=UTC)
    assert not is_late_entry(held(), midnight_in_rome - timedelta(seconds=1))
    assert is_late_entry(held(), midnight_in_rome)


PRESENT, LATE, ABSENT = Said("present"), Said("present", late=10), Said("absent")


@pytest.mark.parametrize(
    ("mark", "seen", "current", "number", "step"),
    [
        (Mark(1, "present"), None, None, 0, "first"),
        (Mark(1, "present", seen=4), PRESENT, PRESENT, 4, "nothing"),
        (Mark(1, "absent", seen=4), PRESENT, PRESENT, 4, "correction"),
        (Mark(1, "present", note=" x ", seen=4), PRESENT, PRESENT, 4, "correction"),
        (Mark(1, "absent", seen=0), None, PRESENT, 4, "conflict"),
        (Mark(1, "present", seen=0), None, PRESENT, 4, "nothing"),
        (Mark(1, "present", seen=4), PRESENT, ABSENT, 9, "nothing"),
        (Mark(1, "present", late=10, seen=4), PRESENT, ABSENT, 9, "conflict"),
        (Mark(1, "absent", late=10, seen=4), ABSENT, ABSENT, 4, "nothing"),
        (Mark(1, "absent", seen=99), None, PRESENT, 4, "conflict"),
    ],
)
def test_step_of_a_mark(mark, seen, current, number, step):
    assert step_for(mark, seen, current, number) == step


@pytest.mark.parametrize(
    ("mark", "step", "late_entry", "codes"),
    [
        (Mark(1, "present"), "first", False, []),
        (Mark(1, "present", late=60, early=60), "first", False, ["minutes"]),
        (Mark(1, "present", late=119), "first", False, []),
        (Mark(1, "present", late=-1), "first", False, ["minutes"]),
        (Mark(1, "asleep"), "first", False, ["minutes"]),
        (Mark(1, "absent", late=500), "first", False, []),
        (Mark(1, "absent", reason=" "), "correction", False, ["reason"]),
        (Mark(1, "absent", reason="Seen outside"), "correction", True, []),
        (Mark(1, "absent"), "first", True, ["late_reason"]),
        (Mark(1, "absent", reason="Paper register"), "first", True, []),
    ],
)
def test_what_a_mark_lacks(mark, step, late_entry, codes):
    assert list(faults_in(mark, step, held(), must_say_why=late_entry)) == codes


def test_mark_becomes_a_presence_and_is_read_back():
    presence = presence_of(Said("present", 10, 20), held())
    assert presence == Presence(STARTS + timedelta(minutes=10), ENDS - timedelta(minutes=20))
    assert said_by_line(presence.came_at, presence.left_at, "", held()) == Said("present", 10, 20)
    assert presence_of(ABSENT, held()) is None
    assert said_by_line(None, None, "ill", held()) == Said("absent", note="ill")


def test_who_came_before_the_start_was_not_late():
    assert said_by_line(STARTS - timedelta(minutes=5), ENDS + timedelta(minutes=5), "", held()) == PRESENT


def test_minutes_of_a_line_are_clipped_and_not_forgiven():
    assert raw_minutes(Presence(STARTS - timedelta(hours=1), ENDS), STARTS, ENDS) == 120
    assert raw_minutes(Presence(STARTS + timedelta(minutes=1), ENDS), STARTS, ENDS) == 119
    assert raw_minutes(None, STARTS, ENDS) == 0


@pytest.mark.parametrize(
    ("teaches", "coordinator", "instructors", "may"),
    [(True, False, True, True), (False, True, True, False), (False, True, False, True), (False, False, False, False)],
)
def test_who_signs(teaches, coordinator, instructors, may):
    assert may_sign(teaches=teaches, is_coordinator=coordinator, has_instructors=instructors) is may


@pytest.mark.parametrize(
    ("changed", "minutes", "missing", "code"),
    [
        ({}, 120, 0, ""),
        ({}, 119, 0, "not_over"),
        ({}, 120, 1, "missing"),
        ({"is_signed": True}, 120, 0, "signed_already"),
        ({"is_cancelled": True}, 120, 0, "cancelled"),
        ({"is_offering_open": False}, 120, 0, "offering_closed"),
    ],
)
def test_when_a_session_is_signed(changed, minutes, missing, code):
    assert sign_obstacle(held(**changed), STARTS + timedelta(minutes=minutes), missing) == code


@pytest.mark.parametrize(
    ("changed", "minutes", "missing", "state"),
    [
        ({"is_cancelled": True, "is_signed": True}, 500, 0, "cancelled"),
        ({"is_signed": True}, 500, 0, "signed"),
        ({}, -31, 5, "to_come"),
        ({}, -30, 5, "today"),
        ({}, 119, 0, "today"),
        ({}, 120, 1, "to_do"),
        ({}, 120, 0, "unsigned"),
    ],
)
def test_how_far_a_register_is(changed, minutes, missing, state):
    assert state_of(held(**changed), STARTS + timedelta(minutes=minutes), missing) == state
