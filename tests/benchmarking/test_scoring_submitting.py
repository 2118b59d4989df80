"""A self-assessment submitted, taken back, given back, and closed by somebody free of conflicts."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from lms.benchmarking.closing import close_assessment
from lms.benchmarking.models import Assessment, DeclaredConflict
from lms.benchmarking.permissions import can_assess, can_close_assessment
from lms.benchmarking.scoring_submitting import return_submission, submit_assessment, take_submission_back
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
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
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return ClusterFactory(name="Sedia")


@pytest.fixture
def framework():
    return make_framework(2)


@pytest.fixture
def manager(cluster):
    return manager_of(cluster)


@pytest.fixture
def complete(cluster, framework, manager):
    return answered(begun(cluster, framework, manager), by=manager)


@pytest.fixture
def waiting(cluster, framework, manager):
    return submitted(cluster, framework, manager)


def submit(assessment, by):
    return submit_assessment(assessment=assessment, by=by, now=NOW)


def take_back(assessment, by):
    return take_submission_back(assessment=assessment, by=by, now=NOW)


def give_back(assessment, by, reason="Mancano le prove di I-01"):
    return return_submission(assessment=assessment, reason=reason, by=by, now=NOW)


def close(assessment, by):
    return close_assessment(assessment=assessment, by=by, now=NOW)


def told(kind):
    return {message.recipient for message in Message.objects.filter(kind=kind)}


def state(assessment):
    found = Assessment.objects.get(pk=assessment.pk)
    return found.status, found.submitted_by, found.returned_reason


def test_submitting_says_who_and_tells_those_who_may_close(complete, manager, cluster):
    assessor, in_conflict = assessor_of(cluster), assessor_who_tutors(cluster)
    coordinator, other = person_with(Role.COORDINATOR), assessor_of(ClusterFactory())
    declared = assessor_of(cluster)
    DeclaredConflict.objects.create(assessor=declared, cluster=cluster, reason="x", declared_at=NOW)
    gone = assessor_of(cluster)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    submit(complete, manager)
    assert state(complete) == ("open", manager, "")
    assert told("assessment_submitted") == {assessor, coordinator}
    assert not told("assessment_submitted") & {in_conflict, declared, other, gone, manager}
    entry = ModelLogEntry.objects.get(action="benchmarking.submit")
    assert (entry.object_id, entry.user) == (str(complete.pk), manager)


def test_unanswered_indicators_keep_it_from_being_submitted(complete, manager):
    complete.scores.filter(indicator__code="I-01").delete()
    complete.scores.update(is_answered=False, value=None, evidence="only words")
    with refused_for("incomplete"):
        submit(complete, manager)
    assert state(complete) == ("open", None, "")
    assert Message.objects.count() == 0


def test_submitting_twice_is_done_once(complete, manager):
    submit(complete, manager)
    with refused_for("submitted"):
        submit(complete, manager_of(complete.cluster))
    assert state(complete)[1] == manager
    assert ModelLogEntry.objects.filter(action="benchmarking.submit").count() == 1


def test_closed_one_is_neither_submitted_nor_taken_nor_given_back(waiting, manager):
    close_now(waiting)
    for act in (submit, take_back):
        with refused_for("closed"):
            act(waiting, manager)
    with refused_for("closed"):
        give_back(waiting, assessor_of(waiting.cluster))


@pytest.mark.parametrize("act", [submit, take_back])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLUSTER_MANAGER])
def test_only_managers_of_the_cluster_submit_and_take_back(waiting, act, role):
    of_cluster = role in (Role.TUTOR, Role.ASSESSOR)
    for person in (person_with(role, waiting.cluster if of_cluster else None), manager_of(ClusterFactory())):
        with pytest.raises(PermissionDenied):
            act(waiting, person)


def test_what_was_submitted_is_taken_back_by_a_colleague_too(waiting, cluster):
    assessor = assessor_of(cluster)
    take_back(waiting, manager_of(cluster))
    assert state(waiting) == ("open", None, "")
    assert told("assessment_taken_back") == {assessor}
    with refused_for("not_submitted"):
        take_back(waiting, manager_of(cluster))


def test_giving_back_tells_the_managers_the_reason(waiting, manager):
    colleague = manager_of(waiting.cluster)
    give_back(waiting, assessor_of(waiting.cluster))
    assert state(waiting) == ("open", None, "Mancano le prove di I-01")
    assert told("assessment_returned") == {manager, colleague}
    assert "Mancano le prove di I-01" in Message.objects.first().text
    entry = ModelLogEntry.objects.get(action="benchmarking.return")
    assert entry.data == {"reason": "Mancano le prove di I-01"}


@pytest.mark.parametrize("reason", ["", "  \n", "\x00", "x" * 501])
def test_giving_back_asks_for_a_reason(waiting, reason):
    with refused_for("reason"):
        give_back(waiting, assessor_of(waiting.cluster), reason)
    assert state(waiting)[1] is not None


def test_reason_goes_when_it_is_submitted_again(waiting, manager):
    give_back(waiting, assessor_of(waiting.cluster))
    submit(waiting, manager)
    assert state(waiting) == ("open", manager, "")


def test_what_is_not_submitted_is_not_given_back(complete):
    with refused_for("not_submitted"):
        give_back(complete, assessor_of(complete.cluster))


@pytest.mark.parametrize("act", [give_back, close])
def test_person_in_conflict_neither_gives_back_nor_closes(waiting, act):
    with refused_for("conflict"):
        act(waiting, assessor_who_tutors(waiting.cluster))
    assert (state(waiting)[0], Message.objects.count()) == ("open", 0)


@pytest.mark.parametrize("act", [give_back, close])
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ASSESSOR, Role.COORDINATOR)])
def test_nobody_else_gives_back_or_closes(waiting, act, role):
    of_cluster = role in (Role.TUTOR, Role.CLUSTER_MANAGER)
    for person in (
        person_with(role, waiting.cluster if of_cluster else None),
        assessor_of(ClusterFactory()),
        UserFactory(),
    ):
        with pytest.raises(PermissionDenied):
            act(waiting, person)


@pytest.mark.parametrize("who", [assessor_of, lambda cluster: person_with(Role.COORDINATOR)])
def test_somebody_free_of_conflicts_closes_and_the_managers_are_told(waiting, manager, who):
    person = who(waiting.cluster)
    assert can_close_assessment(person, waiting)
    close(waiting, person)
    found = Assessment.objects.get(pk=waiting.pk)
    assert (found.status, found.closed_by, found.closed_at) == ("closed", person, NOW)
    assert told("assessment_closed") == {manager}
    assert not can_close_assessment(person, found)


def test_coordinator_who_submitted_as_manager_is_in_conflict(cluster, framework):
    person = person_with(Role.COORDINATOR)
    waiting = submitted(cluster, framework, person)
    assert not can_close_assessment(person, waiting)
    with refused_for("conflict"):
        close(waiting, person)


def test_coordinator_who_filled_in_a_part_is_in_conflict_too(waiting):
    person = person_with(Role.COORDINATOR)
    assert can_close_assessment(person, waiting)
    waiting.scores.filter(indicator__code="I-02").update(entered_by=person)
    with refused_for("conflict"):
        close(waiting, person)


def test_own_part_does_not_keep_from_assessing_other_rounds(waiting, cluster):
    person = person_with(Role.COORDINATOR)
    waiting.scores.update(entered_by=person)
    assert can_assess(person, cluster)


def test_self_assessment_that_is_not_submitted_is_not_closed(complete):
    with refused_for("not_submitted"):
        close(complete, assessor_of(complete.cluster))


def test_closing_again_is_refused_whoever_asks(waiting):
    close(waiting, assessor_of(waiting.cluster))
    with refused_for("closed"):
        close(waiting, person_with(Role.COORDINATOR))
    assert ModelLogEntry.objects.filter(action="benchmarking.close").count() == 1
