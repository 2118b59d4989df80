"""Who may not assess a cluster: each reason, on both boundary days, and what is said of it."""

from datetime import date

import pytest
from django.utils import translation

from lms.benchmarking.conflict_words import reasons, sentence
from lms.benchmarking.conflicts import IN_THE_WAY, Declared, Finding, Held, Part, PersonFacts, Reason, conflicts
from lms.benchmarking.conflicts import months_later as later
from lms.people.models import Role

CLUSTER, OTHER = 1, 2
TODAY = date(2026, 11, 22)
ASSESSOR = Held("assessor", CLUSTER, date(2020, 1, 1))


def found(*held, today=TODAY, months=24, cluster=CLUSTER, part=None, **facts):
    return conflicts(PersonFacts(held=held, **facts), cluster, today=today, months=months, part=part)


def codes(*held, **given):
    return [finding.reason for finding in found(*held, **given)]


def test_assessor_without_anything_else_is_free():
    assert found(ASSESSOR) == []


def test_roles_in_the_way_are_roles_of_the_programme():
    assert set(IN_THE_WAY) <= set(Role)


@pytest.mark.parametrize("role", IN_THE_WAY)
def test_role_in_force_stands_in_the_way_from_its_first_day_to_its_last(role):
    now, before = IN_THE_WAY[role]
    held = Held(role, CLUSTER, date(2026, 3, 1), date(2026, 3, 31))
    at = {day: codes(ASSESSOR, held, today=day, months=0) for day in (date(2026, 2, 28), date(2026, 3, 1))}
    assert at == {date(2026, 2, 28): [], date(2026, 3, 1): [now]}
    assert codes(ASSESSOR, held, today=date(2026, 3, 31), months=0) == [now]
    assert codes(ASSESSOR, held, today=date(2026, 4, 1), months=0) == []
    assert found(ASSESSOR, held, today=date(2026, 3, 31)) == [Finding(now, date(2026, 3, 1))]
    assert codes(ASSESSOR, held, today=date(2026, 4, 1)) == [before]


def test_ended_role_counts_up_to_the_same_day_so_many_months_later():
    held = Held("tutor", CLUSTER, date(2022, 1, 1), date(2024, 6, 30))
    assert found(ASSESSOR, held, today=date(2026, 6, 30)) == [
        Finding(Reason.TUTORED, until=date(2024, 6, 30), free_from=date(2026, 7, 1))
    ]
    assert found(ASSESSOR, held, today=date(2026, 7, 1)) == []
    assert found(ASSESSOR, held, today=date(2024, 8, 1), months=1) == []


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 12, 31), 1, date(2025, 1, 31)),
        (date(2024, 11, 30), 0, date(2024, 11, 30)),
        (date(2024, 1, 1), 24, date(2026, 1, 1)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day, months, expected):
    assert later(day, months) == expected


def test_roles_of_another_cluster_or_of_none_do_not_count():
    elsewhere = Held("tutor", OTHER, date(2020, 1, 1))
    everywhere = Held("instructor", None, date(2020, 1, 1))
    assert found(ASSESSOR, elsewhere, everywhere) == []


def test_role_that_has_not_begun_does_not_count_yet():
    assert found(ASSESSOR, Held("tutor", CLUSTER, date(2026, 11, 23))) == []


def test_role_granted_several_times_is_one_reason():
    grants = [
        Held("cluster_manager", CLUSTER, date(2014, 1, 1), date(2020, 12, 31)),
        Held("cluster_manager", CLUSTER, date(2025, 1, 1), date(2025, 3, 31)),
        Held("cluster_manager", CLUSTER, date(2024, 1, 1), date(2025, 6, 30)),
    ]
    assert found(ASSESSOR, *grants) == [Finding(Reason.MANAGED, until=date(2025, 6, 30), free_from=date(2027, 7, 1))]
    assert found(ASSESSOR, *grants, Held("cluster_manager", CLUSTER, date(2026, 1, 1))) == [
        Finding(Reason.MANAGES, date(2026, 1, 1))
    ]


@pytest.mark.parametrize(
    ("grant", "finding"),
    [
        (None, Finding(Reason.NOT_ASSESSOR)),
        (Held("assessor", OTHER, date(2020, 1, 1)), Finding(Reason.NOT_ASSESSOR)),
        (
            Held("assessor", CLUSTER, date(2026, 11, 23)),
            Finding(Reason.NOT_YET_ASSESSOR, date(2026, 11, 23), free_from=date(2026, 11, 23)),
        ),
        (
            Held("assessor", CLUSTER, date(2020, 1, 1), date(2026, 11, 21)),
            Finding(Reason.NO_LONGER_ASSESSOR, until=date(2026, 11, 21)),
        ),
    ],
)
def test_assessor_needs_a_grant_in_force(grant, finding):
    held = [grant] if grant else []
    assert found(*held) == [finding]
    assert found(*held, is_coordinator=True) == []


@pytest.mark.parametrize("day", [date(2026, 11, 22), None])
def test_assessor_is_in_force_on_the_first_and_the_last_day(day):
    assert found(Held("assessor", CLUSTER, TODAY, day)) == []


def test_coordinator_who_tutors_is_in_conflict_too():
    assert codes(Held("tutor", CLUSTER, date(2020, 1, 1)), is_coordinator=True) == [Reason.TUTORS]


def test_declared_conflict_counts_for_its_cluster_only():
    declared = [Declared(OTHER, date(2026, 1, 1)), Declared(CLUSTER, date(2026, 2, 1), "a cousin")]
    assert found(ASSESSOR, declared=declared) == [Finding(Reason.DECLARED, date(2026, 2, 1), text="a cousin")]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Part(), []),
        (Part(has_entered=True), [Reason.ENTERED]),
        (Part(submitted_on=date(2026, 11, 1), has_entered=True), [Reason.SUBMITTED]),
    ],
)
def test_own_part_in_a_self_assessment_stands_in_the_way(part, expected):
    assert codes(ASSESSOR, part=part) == expected


def test_all_reasons_are_told():
    held = [Held(role, CLUSTER, date(2020, 1, 1)) for role in IN_THE_WAY]
    told = found(*held, declared=[Declared(CLUSTER, TODAY)], part=Part(has_entered=True))
    assert [finding.reason for finding in told] == [
        Reason.NOT_ASSESSOR, Reason.MANAGES, Reason.TUTORS, Reason.TEACHES, Reason.DECLARED, Reason.ENTERED,
    ]  # fmt: skip


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_a_sentence_with_its_days(reason):
    finding = Finding(reason, TODAY, date(2026, 1, 2), date(2028, 3, 4), "100 % mine")
    with translation.override("en"):
        said = sentence(finding)
    assert said.startswith("You ")
    assert "%(" not in said


def test_sentences_write_days_as_the_reader_does():
    finding = Finding(Reason.TUTORS, date(2014, 3, 1))
    with translation.override("en"):
        assert reasons([finding]) == ["You tutor this cluster since 1 March 2014."]
