"""Two at the same moment, on a database that threads share: each thing is done once, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

from lms.benchmarking.answers import Answer
from lms.benchmarking.closing import close_assessment
from lms.benchmarking.conflict_actions import declare_conflict
from lms.benchmarking.models import Assessment, AssessorSheet, DeclaredConflict, Score
from lms.benchmarking.scoring_saving import indicator_to_score, save_answer
from lms.benchmarking.scoring_sheets import begin_sheet, hand_in_sheet
from lms.benchmarking.scoring_starting import start_self_assessment
from lms.benchmarking.scoring_submitting import submit_assessment, take_submission_back
from lms.outbox.models import Message
from lms.people.models import User
from tests.factories import ClusterFactory
from tests.factories_benchmarks import make_framework
from tests.factories_scoring import NOW, TODAY, answered, assessor_of, begun, manager_of, sheet_of, submitted

pytestmark = pytest.mark.usefixtures("shared_db")


def together(*works):
    """Run each in a thread of its own from the same moment; return what each returned or raised."""
    start = Barrier(len(works))

    def run(work):
        start.wait(timeout=30)
        try:
            return work()
        except (ValidationError, PermissionDenied) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refusals(results):
    return [result for result in results if isinstance(result, Exception)]


def same(person):
    """Return the person as another request would read him or her."""
    return User.objects.get(pk=person.pk)


@pytest.fixture
def cluster():
    return ClusterFactory()


@pytest.fixture
def framework():
    return make_framework(2)


def test_two_who_close_at_once_close_it_once(cluster, framework):
    waiting = submitted(cluster, framework, manager_of(cluster))
    people = [assessor_of(cluster) for _ in range(3)]
    results = together(*[lambda p=p: close_assessment(assessment=waiting, by=same(p), now=NOW) for p in people])
    assert len(refusals(results)) == 2
    assert Message.objects.filter(kind="assessment_closed").count() == 1


def test_closing_and_taking_back_at_once_leave_one_of_both(cluster, framework):
    manager, assessor = manager_of(cluster), assessor_of(cluster)
    waiting = submitted(cluster, framework, manager)
    results = together(
        lambda: close_assessment(assessment=waiting, by=same(assessor), now=NOW),
        lambda: take_submission_back(assessment=waiting, by=same(manager), now=NOW),
    )
    assert len(refusals(results)) == 1
    found = Assessment.objects.get(pk=waiting.pk)
    assert found.is_closed == (found.submitted_at is not None)


def test_double_click_submits_once(cluster, framework):
    manager = manager_of(cluster)
    assessor_of(cluster)
    draft = answered(begun(cluster, framework, manager))
    results = together(*[lambda: submit_assessment(assessment=draft, by=same(manager), now=NOW)] * 3)
    assert len(refusals(results)) == 2
    assert Message.objects.filter(kind="assessment_submitted").count() == 1


def test_double_click_begins_one(cluster, framework):
    manager = manager_of(cluster)

    def start():
        asked = {"cluster": cluster, "framework": framework, "on": TODAY, "by": same(manager), "now": NOW}
        return start_self_assessment(**asked)

    assert len(refusals(together(start, start, start))) == 2
    assert Assessment.objects.count() == 1


def test_two_browsers_on_one_indicator_keep_one_answer_and_tell_the_other(cluster, framework):
    manager, colleague = manager_of(cluster), manager_of(cluster)
    draft = begun(cluster, framework, manager)
    pk = framework.indicators.first().pk

    def save(person, level):
        wanted = Answer(True, Decimal(level), f"{level}")
        indicator = indicator_to_score(draft, pk, wanted)
        asked = {"wanted": wanted, "seen": Answer().mark, "by": same(person), "now": NOW}
        return save_answer(assessment=draft, indicator=indicator, **asked)

    results = together(lambda: save(manager, 1), lambda: save(colleague, 3), lambda: save(manager, 4))
    told = refusals(results)
    assert len(told) == 2
    kept = Score.objects.get()
    assert {refused.standing.evidence for refused in told} == {kept.evidence}
    assert str(int(kept.value)) == kept.evidence, "level and text of the same answer"


def test_saving_and_closing_at_once_leave_evidence_whole(cluster, framework):
    assessor = assessor_of(cluster)
    interview = answered(begun(cluster, framework, assessor, kind="interview"), 2)
    pk = framework.indicators.order_by("position").first().pk

    def save():
        wanted = Answer(True, Decimal(4))
        indicator = indicator_to_score(interview, pk, wanted)
        asked = {"wanted": wanted, "seen": Answer(True, Decimal(2)).mark, "by": same(assessor), "now": NOW}
        return save_answer(assessment=interview, indicator=indicator, **asked)

    results = together(save, lambda: close_assessment(assessment=interview, by=same(assessor), now=NOW))
    assert Assessment.objects.get(pk=interview.pk).is_closed
    assert Score.objects.get(indicator=pk).value == (2 if refusals(results) else 4)


def test_two_sheets_are_taken_by_two_of_three(cluster, framework):
    people = [assessor_of(cluster) for _ in range(3)]
    audit = begun(cluster, framework, people[0], kind="audit", apart=True)
    results = together(*[lambda p=p: begin_sheet(assessment=audit, by=same(p), now=NOW) for p in people])
    assert len(refusals(results)) == 1
    assert AssessorSheet.objects.count() == 2


def test_both_hand_in_at_once_and_exactly_one_takes_the_equal_levels_over(cluster, framework):
    one, two = assessor_of(cluster), assessor_of(cluster)
    audit = begun(cluster, framework, one, kind="audit", apart=True)
    for assessor in (one, two):
        sheet_of(audit, assessor, [2, 3])
    results = together(*[lambda p=p: hand_in_sheet(assessment=audit, by=same(p), now=NOW) for p in (one, two)])
    assert refusals(results) == []
    assert sorted(Score.objects.values_list("value", flat=True)) == [2, 3]
    assert Message.objects.filter(kind="assessment_all_in").count() == 1


def test_conflict_is_declared_once(cluster):
    assessor = assessor_of(cluster)
    declare = lambda: declare_conflict(cluster=cluster, reason="x", by=same(assessor), now=NOW)  # noqa: E731
    assert len(refusals(together(declare, declare))) == 1
    assert DeclaredConflict.objects.count() == 1
