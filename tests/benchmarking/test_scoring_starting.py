"""Beginning to score by hand: who may, on which day and framework, and one at a time."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from lms.benchmarking.models import Assessment
from lms.benchmarking.scoring_frameworks import frameworks_in_force
from lms.benchmarking.scoring_starting import start_assessment, start_self_assessment
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, FrameworkFactory, person_with
from tests.factories_benchmarks import make_framework, score_all
from tests.factories_scoring import NOW, TODAY, assessor_of, assessor_who_tutors, manager_of, refused_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return ClusterFactory()


@pytest.fixture
def framework():
    return make_framework(2, code="FW")


@pytest.fixture
def start_self(cluster, framework):
    def act(by, *, on=TODAY, framework=framework):
        return start_self_assessment(cluster=cluster, framework=framework, on=on, by=by, now=NOW)

    return act


@pytest.fixture
def start(cluster, framework):
    def act(by, *, kind="audit", assessors=1, on=TODAY):
        asked = {"kind": kind, "assessors": assessors, "on": on, "by": by, "now": NOW}
        return start_assessment(cluster=cluster, framework=framework, **asked)

    return act


def test_manager_begins_an_empty_self_assessment(cluster, framework, start_self):
    manager = manager_of(cluster)
    started = start_self(manager, on=date(2026, 11, 1))
    assert (started.kind, started.status, started.recorded_by, started.source) == ("self", "open", manager, "")
    assert started.assessed_on == date(2026, 11, 1)
    assert started.scores.count() == 0, "nothing is filled in silently"
    entry = ModelLogEntry.objects.get(action="benchmarking.begin")
    assert (entry.object_id, entry.user) == (str(started.pk), manager)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLUSTER_MANAGER])
def test_nobody_else_begins_a_self_assessment(cluster, start_self, role):
    of_cluster = role in (Role.TUTOR, Role.ASSESSOR)
    with pytest.raises(PermissionDenied):
        start_self(person_with(role, cluster if of_cluster else None))
    with pytest.raises(PermissionDenied):
        start_self(manager_of(ClusterFactory()))
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize(
    ("on", "is_fine"),
    [(TODAY, True), (date(2026, 11, 23), False), (date(2000, 1, 1), True), (date(1999, 12, 31), False)],
)
def test_day_lies_within_reason(cluster, start_self, on, is_fine):
    if is_fine:
        assert start_self(manager_of(cluster), on=on).assessed_on == on
    else:
        with refused_for("on"):
            start_self(manager_of(cluster), on=on)
    assert Assessment.objects.exists() is is_fine


def test_second_one_waits_until_the_first_is_done(cluster, framework, start_self):
    first = start_self(manager_of(cluster))
    with refused_for("open"):
        start_self(manager_of(cluster), on=date(2026, 11, 1))
    Assessment.objects.filter(pk=first.pk).update(status="closed", closed_at=NOW)
    assert start_self(manager_of(cluster), on=date(2026, 11, 1)).pk != first.pk


def test_day_that_has_its_assessment_is_refused_with_a_sentence(cluster, framework, start_self):
    score_all(cluster, framework, 1, on=TODAY)
    with refused_for("on"):
        start_self(manager_of(cluster))
    assert start_self(manager_of(cluster), on=date(2026, 11, 21)).pk


def test_framework_must_be_in_force(cluster, framework, start_self):
    to_come = make_framework(2, code="FW", version="2", valid_from=date(2026, 11, 23))
    with refused_for("framework"):
        start_self(manager_of(cluster), framework=to_come)
    now = make_framework(2, code="FW", version="3", valid_from=date(2026, 11, 22))
    with refused_for("framework"):
        start_self(manager_of(cluster))
    assert start_self(manager_of(cluster), framework=now).framework == now


def test_frameworks_in_force_are_the_latest_usable_version_of_each_code():
    make_framework(1, code="A", version="1")
    latest = make_framework(1, code="A", version="2", valid_from=date(2026, 11, 22))
    make_framework(1, code="A", version="3", valid_from=date(2026, 11, 23))
    make_framework(1, code="B", kind="profile")
    FrameworkFactory(code="C")  # without indicators
    other = make_framework(1, code="D")
    assert frameworks_in_force(TODAY) == [latest, other]


def test_assessor_begins_an_interview(cluster, start):
    assessor = assessor_of(cluster)
    started = start(assessor, kind="interview")
    assert (started.kind, started.recorded_by, started.assessors_needed) == ("interview", assessor, 1)
    assert started.sheets.count() == 0
    assert Message.objects.count() == 0


def test_with_two_assessors_each_has_a_sheet_and_the_others_are_told(cluster, start):
    assessor, second, in_conflict = assessor_of(cluster), assessor_of(cluster), assessor_who_tutors(cluster)
    assessor_of(ClusterFactory())
    started = start(assessor, assessors=2)
    assert [sheet.assessor for sheet in started.sheets.all()] == [assessor]
    told = {message.recipient for message in Message.objects.filter(kind="assessment_sheet_wanted")}
    assert told == {second}
    assert in_conflict not in told


def test_coordinator_begins_without_a_sheet(cluster, start):
    assert start(person_with(Role.COORDINATOR), assessors=2).sheets.count() == 0


def test_person_in_conflict_is_told_why(cluster, start):
    with refused_for("conflict"):
        start(assessor_who_tutors(cluster))
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize(
    "role", [Role.CLUSTER_MANAGER, Role.TUTOR, Role.REGIONAL_OFFICIAL, Role.AUDITOR, Role.INSTRUCTOR]
)
def test_nobody_else_begins_an_audit(cluster, start, role):
    of_cluster = role in (Role.TUTOR, Role.CLUSTER_MANAGER)
    with pytest.raises(PermissionDenied):
        start(person_with(role, cluster if of_cluster else None))
    with pytest.raises(PermissionDenied):
        start(assessor_of(ClusterFactory()))


def test_assessor_cannot_begin_a_self_assessment_by_another_way(cluster, start):
    with pytest.raises(PermissionDenied):
        start(assessor_of(cluster), kind="self")


@pytest.mark.parametrize("assessors", [0, 3])
def test_one_or_two_assessors(cluster, start, assessors):
    with refused_for("assessors"):
        start(assessor_of(cluster), assessors=assessors)
