"""Who may apply, what is missing, who may not score whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.benchmarking.conflicts import Held
from lms.selection.conflicts import conflict
from lms.selection.eligibility import (
    Asked,
    Asking,
    Wanted,
    closed,
    cluster_obstacle,
    disqualifying,
    obstacles,
    unanswered,
)

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
CALL = Asked(True, AT, AT + timedelta(days=1), frozenset({"cluster_manager"}), of_a_cluster=True)
MANAGER = Asking(frozenset({"cluster_manager"}), (3,))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (AT - timedelta(seconds=1), "not_yet"),
        (AT, None),
        (AT + timedelta(days=1), None),
        (AT + timedelta(days=1, seconds=1), "too_late"),
    ],
)
def test_both_ends_of_the_time_to_apply_count(now, expected):
    assert closed(CALL, now) == expected


def test_each_obstacle_is_named():
    assert obstacles(CALL, MANAGER, AT) == []
    assert obstacles(Asked(False, AT, AT), Asking(), AT) == ["not_open"]
    assert obstacles(CALL, Asking(runs=True, assesses=True), AT) == ["runs", "assesses", "wrong_role", "no_cluster"]
    assert [cluster_obstacle(CALL, MANAGER, key) for key in (3, 4, None)] == [None, "other_cluster", "choose_cluster"]


def test_questions_that_must_be_answered_and_those_that_make_eligible():
    questions = [Wanted(1, required=True), Wanted(2), Wanted(3, must_be_yes=True)]
    assert unanswered(questions, {}) == [1, 3]
    assert unanswered(questions, {1: "x", 3: "no"}) == []
    assert disqualifying(questions, {1: "no", 3: "no"}) == [3]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"applicant": 1}, "own"),
        ({"held": [Held("cluster_manager", 7, date(2020, 1, 1))]}, "same_cluster"),
        ({"held": [Held("tutor", 7, date(2020, 1, 1), date(2024, 11, 22))]}, "same_cluster"),
        ({"held": [Held("tutor", 7, date(2020, 1, 1), date(2024, 11, 21))]}, None),
        ({"held": [Held("cluster_manager", 8, date(2020, 1, 1))]}, None),
        ({"held": [Held("cluster_manager", 7, date(2027, 1, 1))]}, None),
        ({"held": [Held("assessor", 7, date(2020, 1, 1))]}, None),
        ({"declared": True}, "declared"),
    ],
)
def test_who_does_not_score_whom(facts, expected):
    known = {"assessor": 1, "applicant": 2, "clusters": {7}, "held": [], "declared": False} | facts
    assert conflict(**known, today=DAY, months=24) == expected
