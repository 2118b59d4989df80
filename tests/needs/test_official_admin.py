"""The staff's forms of targets, supervisions and completed modules: what is taken, what is refused with a sentence."""

import pytest
from django.urls import reverse

from courses.models import CompletedModule
from lms.needs.models import CompetenceTarget, Supervision
from lms.people.models import Role
from tests.admin.forms import send
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_courses import CompetenceFactory, ModuleFactory, TrainingNeedFactory, TrainingPlanFactory
from tests.factories_officials import (
    CompetenceTargetFactory,
    OfficialNeedFactory,
    OfficialPlanFactory,
    SupervisionFactory,
    official,
)

pytestmark = pytest.mark.django_db
QUERIES = {"trainingneed": 13, "trainingplan": 13, "completedmodule": 14}


@pytest.fixture(autouse=True)
def _coordinator(client):
    client.force_login(person_with(Role.COORDINATOR))


def add(client, kind, **typed):
    """Send the form; return its mistakes, or nothing when it was taken."""
    answer = send(client, reverse(f"{kind}_admin:add"), **typed)
    return {} if answer.status_code == 302 else dict(answer.context["form"].errors)


def test_a_target_is_for_everybody_or_for_one_official_and_there_once(client):
    competence, person = CompetenceFactory(), official()
    for who in ("", str(person.pk)):
        typed = {"competence": str(competence.pk), "level": "4", "person": who}
        assert add(client, "competencetarget", **typed) == {}
        assert list(add(client, "competencetarget", **typed)) == ["__all__"]
    assert CompetenceTarget.objects.filter(competence=competence).count() == 2


@pytest.mark.parametrize("level", ["0", "5", "x", ""])
def test_a_target_lies_on_the_scale_above_its_lowest_level(client, level):
    assert list(add(client, "competencetarget", competence=str(CompetenceFactory().pk), level=level)) == ["level"]
    assert not CompetenceTarget.objects.exists()


def test_a_target_is_not_for_somebody_who_is_no_official(client):
    typed = {"competence": str(CompetenceFactory().pk), "level": "3", "person": str(UserFactory().pk)}
    assert list(add(client, "competencetarget", **typed)) == ["person"]


def test_a_target_can_be_changed_to_what_it_is(client):
    target = CompetenceTargetFactory()
    assert send(client, reverse("competencetarget_admin:edit", args=[target.pk])).status_code == 302


SUPERVISION = {"valid_from": "2026-01-01", "valid_until": "2026-06-30"}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, []),
        ({"valid_until": ""}, []),
        ({"valid_from": "2026-07-01"}, ["valid_until"]),
        ({"valid_from": "x"}, ["valid_from"]),
        ({"supervisor": "person"}, ["supervisor"]),
        ({"supervisor": "inactive"}, ["supervisor"]),
        ({"person": "supervisor"}, ["person"]),
    ],
)
def test_a_supervision_is_of_an_official_by_somebody_else_and_ends_after_it_starts(client, typed, wrong):
    people = {"person": official(), "supervisor": UserFactory(), "inactive": UserFactory(is_active=False)}
    data = {"person": "person", "supervisor": "supervisor"} | SUPERVISION | typed
    data = {name: str(people[value].pk) if value in people else value for name, value in data.items()}

    assert list(add(client, "supervision", **data)) == wrong
    assert Supervision.objects.count() == (0 if wrong else 1)


@pytest.mark.parametrize(
    ("days", "taken"),
    [(("2026-06-30", ""), False), (("2026-07-01", ""), True), (("2025-01-01", "2026-01-01"), False),
     (("2025-01-01", "2025-12-31"), True)],
)  # fmt: skip
def test_the_same_supervision_is_not_there_twice_at_the_same_time(client, days, taken):
    before = SupervisionFactory(**SUPERVISION)
    typed = {"person": str(before.person_id), "supervisor": str(before.supervisor_id)}

    mistakes = add(client, "supervision", **typed, valid_from=days[0], valid_until=days[1])

    assert (mistakes == {}) is taken


def test_a_module_is_completed_by_a_cluster_or_by_an_official_and_never_by_both(client):
    module, cluster, person = ModuleFactory(), ClusterFactory(), official()
    typed = {"module": str(module.pk), "completed_on": "2026-01-01"}

    assert add(client, "completedmodule", **typed, person=str(person.pk)) == {}
    assert add(client, "completedmodule", **typed, cluster=str(cluster.pk)) == {}
    both = {"cluster": str(ClusterFactory().pk), "person": str(official().pk)}
    assert list(add(client, "completedmodule", **typed, **both)) == ["__all__"]
    assert list(add(client, "completedmodule", **typed)) == ["__all__"]
    assert set(CompletedModule.objects.values_list("cluster", "person")) == {(cluster.pk, None), (None, person.pk)}


@pytest.mark.parametrize("kind", ["trainingneed", "trainingplan", "completedmodule"])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_name_officials_beside_clusters_in_as_many_queries(client, kind, count, django_assert_num_queries):
    people, module = [official() for _ in range(count)], ModuleFactory()
    for person in people:
        OfficialNeedFactory(person=person)
        OfficialPlanFactory(person=person)
        CompletedModule.objects.create(person=person, module=module, completed_on="2026-01-01")
        cluster = TrainingNeedFactory().cluster
        TrainingPlanFactory(cluster=cluster)
        CompletedModule.objects.create(cluster=cluster, module=module, completed_on="2026-01-01")
    client.get(reverse(f"{kind}_admin:index"))

    with django_assert_num_queries(QUERIES[kind]):
        text = client.get(reverse(f"{kind}_admin:index")).content.decode()

    assert all(str(person) in text for person in [*people, cluster])
