"""Who may see, compare, import and aim: every role, and the day after a grant ends."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from courses.permissions import can_see_plans_of
from lms.benchmarking.models import Assessment, BenchmarkRules
from lms.benchmarking.permissions import (
    can_compare_with_peers,
    can_import_benchmarks,
    can_open_training_plan,
    can_see_scores,
    can_set_target,
)
from lms.people.models import Role, User
from tests.factories import AssessmentFactory, ClusterFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db

OPEN = BenchmarkRules(managers_see_peers=True)
SHUT = BenchmarkRules(managers_see_peers=False)


@pytest.fixture
def cluster():
    return ClusterFactory()


def people(cluster):
    """One person for each way of standing to the cluster."""
    other = ClusterFactory()
    return {
        "coordinator": person_with(Role.COORDINATOR),
        "superuser": UserFactory(is_superuser=True),
        "manager": person_with(Role.CLUSTER_MANAGER, cluster),
        "manager of another": person_with(Role.CLUSTER_MANAGER, other),
        "assessor": person_with(Role.ASSESSOR, cluster),
        "assessor of another": person_with(Role.ASSESSOR, other),
        "tutor": person_with(Role.TUTOR, cluster),
        "tutor of another": person_with(Role.TUTOR, other),
        "official": person_with(Role.REGIONAL_OFFICIAL),
        "instructor": person_with(Role.INSTRUCTOR),
        "instructor of the cluster": person_with(Role.INSTRUCTOR, cluster),
        "auditor": person_with(Role.AUDITOR),
        "stranger": UserFactory(),
        "nobody": AnonymousUser(),
    }


def those_for_whom(predicate, cluster):
    return {name for name, person in people(cluster).items() if predicate(person)}


def test_scores_are_seen_by_coordinators_and_those_of_the_cluster(cluster):
    seen_by = those_for_whom(lambda person: can_see_scores(person, cluster), cluster)
    assert seen_by == {"coordinator", "superuser", "manager", "assessor", "tutor"}


def test_assessments_are_visible_to_exactly_those_who_can_see_scores(cluster):
    assessment = AssessmentFactory(cluster=cluster)
    AssessmentFactory()
    for name, person in people(cluster).items():
        visible = assessment in Assessment.objects.visible_to(person)
        assert visible == can_see_scores(person, cluster), name


def test_plan_can_be_opened_by_exactly_those_whom_the_plans_admit(cluster):
    admitted = those_for_whom(lambda person: can_see_plans_of(person, cluster), cluster)
    assert those_for_whom(lambda person: can_open_training_plan(person, cluster), cluster) == admitted
    assert "assessor" not in admitted


def test_peers_with_the_rule_off_are_for_coordinators(cluster):
    seen_by = those_for_whom(lambda person: can_compare_with_peers(person, SHUT), cluster)
    assert seen_by == {"coordinator", "superuser"}


def test_peers_with_the_rule_on_are_for_managers_too(cluster):
    seen_by = those_for_whom(lambda person: can_compare_with_peers(person, OPEN), cluster)
    assert seen_by == {"coordinator", "superuser", "manager", "manager of another"}


def test_peers_are_off_until_somebody_switches_them_on():
    assert BenchmarkRules().managers_see_peers is False


def test_workbooks_are_imported_by_coordinators(cluster):
    assert those_for_whom(can_import_benchmarks, cluster) == {"coordinator", "superuser"}


def test_targets_are_set_by_coordinators_and_the_clusters_managers(cluster):
    seen_by = those_for_whom(lambda person: can_set_target(person, cluster), cluster)
    assert seen_by == {"coordinator", "superuser", "manager"}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLUSTER_MANAGER, Role.ASSESSOR, Role.TUTOR])
def test_every_right_ends_with_the_grant(cluster, role):
    of_cluster = None if role == Role.COORDINATOR else cluster
    person = person_with(role, of_cluster, valid_from=date(2016, 3, 1), valid_until=date(2016, 3, 31))
    AssessmentFactory(cluster=cluster)
    assert rights(person, cluster, "2016-02-29T12:00:00+01:00") == (False, False, False, False, 0)
    assert rights(person, cluster, "2016-03-01T00:30:00+01:00") == rights_in_force(role)
    assert rights(person, cluster, "2016-03-31T23:30:00+02:00") == rights_in_force(role)
    assert rights(person, cluster, "2016-04-01T00:30:00+02:00") == (False, False, False, False, 0)


def rights_in_force(role):
    """See scores, compare (rule on), import, set a target; then the number of visible assessments."""
    return {
        Role.COORDINATOR: (True, True, True, True, 1),
        Role.CLUSTER_MANAGER: (True, True, False, True, 1),
        Role.ASSESSOR: (True, False, False, False, 1),
        Role.TUTOR: (True, False, False, False, 1),
    }[role]


def rights(person, cluster, moment):
    with time_machine.travel(moment, tick=False):
        now = User.objects.get(pk=person.pk)
        return (
            can_see_scores(now, cluster),
            can_compare_with_peers(now, OPEN),
            can_import_benchmarks(now),
            can_set_target(now, cluster),
            Assessment.objects.visible_to(now).count(),
        )
