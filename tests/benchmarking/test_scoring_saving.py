"""Saving one answer: by whom, what, and never over what somebody else saved meanwhile."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from lms.benchmarking.answers import Answer
from lms.benchmarking.models import Assessment, Score, SheetScore
from lms.benchmarking.scoring_saving import AnswerChangedError, answer_of, indicator_to_score, save_answer
from lms.people.models import Role
from tests.factories import ClusterFactory, IndicatorFactory, person_with
from tests.factories_benchmarks import make_framework
from tests.factories_scoring import (
    NOW,
    answered,
    assessor_of,
    assessor_who_tutors,
    begun,
    close_now,
    manager_of,
    refused_for,
    sheet_of,
    submitted,
)

pytestmark = pytest.mark.django_db
NOTHING, TWO, THREE = Answer(), Answer(True, Decimal(2)), Answer(True, Decimal(3), "Verbale del 12 marzo")


@pytest.fixture
def cluster():
    return ClusterFactory()


@pytest.fixture
def framework():
    return make_framework(2)


@pytest.fixture
def manager(cluster):
    return manager_of(cluster)


@pytest.fixture
def draft(cluster, framework, manager):
    return begun(cluster, framework, manager)


def save(assessment, by, wanted=TWO, seen=NOTHING, now=NOW):
    pk = assessment.framework.indicators.order_by("position").first().pk
    indicator = indicator_to_score(assessment, pk, wanted)
    return save_answer(assessment=assessment, indicator=indicator, wanted=wanted, seen=seen.mark, by=by, now=now)


def stored(assessment):
    return answer_of(Score.objects.filter(assessment=assessment).select_related("indicator").first())


def test_level_and_text_are_kept_with_who_and_when(draft, manager):
    assert save(draft, manager, THREE) == THREE
    score = Score.objects.get()
    assert (answer_of(score), score.entered_by, score.entered_at) == (THREE, manager, NOW)


@pytest.mark.parametrize("wanted", [Answer(True, None), Answer(True, Decimal(0)), Answer(evidence="Prima il testo")])
def test_not_assessed_zero_and_a_text_without_level_are_told_apart(draft, manager, wanted):
    save(draft, manager, wanted)
    assert stored(draft) == wanted


def test_what_stands_already_is_not_written_again(draft, manager):
    save(draft, manager, THREE)
    save(draft, manager_of(draft.cluster), THREE, seen=NOTHING, now=NOW + timedelta(hours=1))
    assert Score.objects.get().entered_at == NOW


def test_change_in_between_is_refused_with_what_stands(draft, manager):
    colleague = manager_of(draft.cluster)
    save(draft, colleague, THREE)
    with pytest.raises(AnswerChangedError) as refused:
        save(draft, manager, TWO, seen=NOTHING)
    assert (refused.value.standing, refused.value.row.entered_by) == (THREE, colleague)
    assert stored(draft) == THREE
    assert save(draft, manager, TWO, seen=THREE) == TWO, "after having seen it"


def test_trail_keeps_each_change_of_a_level_and_no_text(draft, manager):
    save(draft, manager, TWO)
    save(draft, manager, Answer(True, Decimal(2), "only words"), seen=TWO)
    save(draft, manager, THREE, seen=Answer(True, Decimal(2), "only words"))
    entries = ModelLogEntry.objects.filter(action="benchmarking.score").order_by("timestamp")
    assert [entry.data for entry in entries] == [
        {"indicator": "I-01", "before": "", "after": "2"},
        {"indicator": "I-01", "before": "2", "after": "3"},
    ]


@pytest.mark.parametrize(("level", "is_there"), [("0", True), ("4", True), ("5", False), ("-1", False), ("2.5", False)])
def test_level_must_be_on_the_scale(draft, manager, level, is_there):
    wanted = Answer(True, Decimal(level))
    if is_there:
        assert save(draft, manager, wanted) == wanted
    else:
        with refused_for("level"):
            save(draft, manager, wanted)
        assert Score.objects.count() == 0


def test_level_of_the_scale_beyond_the_indicators_range_is_refused(draft, manager):
    draft.framework.indicators.update(max_level=3)
    with refused_for("level"):
        save(draft, manager, Answer(True, Decimal(4)))


@pytest.mark.parametrize(("length", "is_fine"), [(3000, True), (3001, False)])
def test_text_has_a_length(draft, manager, length, is_fine):
    wanted = Answer(True, None, "x" * length)
    if is_fine:
        assert save(draft, manager, wanted) == wanted
    else:
        with refused_for("too_long"):
            save(draft, manager, wanted)


def test_indicator_of_another_framework_is_none_of_this_one(draft, manager):
    stranger = IndicatorFactory()
    assert indicator_to_score(draft, stranger.pk, TWO) is None
    with refused_for("indicator"):
        save_answer(assessment=draft, indicator=None, wanted=TWO, seen="", by=manager, now=NOW)


def test_submitted_self_assessment_is_read_only_for_the_cluster(cluster, framework, manager):
    with refused_for("submitted"):
        save(submitted(cluster, framework, manager), manager, THREE, seen=TWO)


def test_closed_assessment_does_not_change(cluster, framework, manager):
    closed = close_now(answered(begun(cluster, framework, manager)))
    with refused_for("closed"):
        save(closed, manager, THREE, seen=TWO)
    assert stored(closed) == TWO


def test_assessment_that_was_removed_meanwhile_gets_a_sentence(draft, manager):
    Assessment.objects.all().delete()
    with refused_for("removed"):
        save(draft, manager)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLUSTER_MANAGER])
def test_nobody_else_fills_in_a_self_assessment(draft, role):
    of_cluster = role in (Role.TUTOR, Role.ASSESSOR)
    with pytest.raises(PermissionDenied):
        save(draft, person_with(role, draft.cluster if of_cluster else None))
    with pytest.raises(PermissionDenied):
        save(draft, manager_of(ClusterFactory()))
    assert Score.objects.count() == 0


def test_assessor_scores_the_interview_that_he_or_she_began(cluster, framework):
    assessor = assessor_of(cluster)
    interview = begun(cluster, framework, assessor, kind="interview")
    assert save(interview, assessor, THREE) == THREE
    with pytest.raises(PermissionDenied):
        save(interview, assessor_of(cluster), TWO, seen=THREE)
    with pytest.raises(PermissionDenied):
        save(interview, manager_of(cluster), TWO, seen=THREE)


def test_conflict_that_came_up_stops_the_scoring(cluster, framework):
    person = assessor_who_tutors(cluster)
    with refused_for("conflict"):
        save(begun(cluster, framework, person, kind="interview"), person)


def test_what_a_file_brought_is_not_scored_by_hand(cluster, framework):
    coordinator = person_with(Role.COORDINATOR)
    imported = begun(cluster, framework, coordinator, kind="interview")
    Assessment.objects.filter(pk=imported.pk).update(source="giro.xlsx")
    with pytest.raises(PermissionDenied):
        save(imported, coordinator)


def test_each_assessor_writes_the_own_sheet_and_the_trail_keeps_no_level(cluster, framework):
    one, two = assessor_of(cluster), assessor_of(cluster)
    audit = begun(cluster, framework, one, kind="audit", apart=True)
    for assessor in (one, two):
        sheet_of(audit, assessor)
    save(audit, one, THREE)
    save(audit, two, TWO, seen=NOTHING)
    assert {(row.sheet.assessor, answer_of(row)) for row in SheetScore.objects.all()} == {(one, THREE), (two, TWO)}
    assert Score.objects.count() == 0
    assert [entry.data for entry in ModelLogEntry.objects.filter(action="benchmarking.score")] == [
        {"indicator": "I-01"}, {"indicator": "I-01"},
    ]  # fmt: skip


def test_sheet_that_is_handed_in_does_not_change(cluster, framework):
    assessor = assessor_of(cluster)
    audit = begun(cluster, framework, assessor, kind="audit", apart=True)
    sheet_of(audit, assessor, [2, 2], handed_in=True)
    with refused_for("handed_in"):
        save(audit, assessor, THREE, seen=TWO)


@pytest.mark.parametrize("who", [assessor_of, manager_of, lambda cluster: person_with(Role.COORDINATOR)])
def test_without_a_sheet_nobody_writes(cluster, framework, who):
    audit = begun(cluster, framework, assessor_of(cluster), kind="audit", apart=True)
    with pytest.raises(PermissionDenied):
        save(audit, who(cluster))
