"""The desk: what is yours and what comes next, for each role; nothing of anybody else's."""

import pytest
from django.utils import timezone

from courses.models import TrainingPlan
from lms.dashboard.next_step import next_for_cluster
from lms.people.models import Role
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_benchmarks import make_framework, score_all
from tests.factories_courses import TrainingNeedFactory
from tests.factories_evidence import certified, line_of
from tests.factories_labels import LabelEvidenceFactory
from tests.factories_pages import plant_site
from tests.factories_training import EnrolmentFactory


@pytest.mark.parametrize(
    ("has_assessment", "has_published", "step"),
    [(False, False, "wait"), (True, False, "benchmark"), (True, True, "plan"), (False, True, "plan")],
)
def test_cluster_reads_the_plan_or_else_the_benchmark(has_assessment, has_published, step):
    assert next_for_cluster(has_assessment=has_assessment, has_published=has_published) == step


def plan_of(cluster, status, version=1):
    now = timezone.now()
    return TrainingPlan.objects.create(
        cluster=cluster, version=version, status=status, budget_minutes=600, computed_at=now,
        published_at=None if status == "draft" else now,
    )  # fmt: skip


def furnish(cluster, framework):
    """An assessment, a need, a published plan and a draft."""
    assessment = score_all(cluster, framework, [1, 1, 1, 1])
    indicator = framework.indicators.first()
    TrainingNeedFactory(cluster=cluster, assessment=assessment, indicator=indicator)
    plan_of(cluster, "published", 1)
    plan_of(cluster, "draft", 2)


def rows(client):
    return client.get("/it/desk/").context["rows"]


@pytest.mark.django_db
def test_desk_is_for_people_signed_in(client):
    assert client.get("/it/desk/")["Location"].startswith("/it/account/login/")


@pytest.mark.django_db
def test_coordinator_sees_every_cluster_and_its_next_step(client):
    framework = make_framework()
    done, assessed, _bare = (ClusterFactory(name=name) for name in ("A", "B", "C"))
    furnish(done, framework)
    score_all(assessed, framework, [1, 1, 1, 1])
    client.force_login(person_with(Role.COORDINATOR))
    assert [(row.cluster.name, row.needs, row.step) for row in rows(client)] == [
        ("A", 1, "publish"),
        ("B", 0, "confirm"),
        ("C", 0, "assess"),
    ]


@pytest.mark.django_db
def test_manager_sees_the_own_cluster_without_the_draft(client):
    framework = make_framework()
    own, other = ClusterFactory(name="Own"), ClusterFactory(name="Other")
    furnish(own, framework)
    furnish(other, framework)
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster=own))
    (row,) = rows(client)
    assert (row.cluster, row.draft, row.needs, row.own_step) == (own, None, 1, "plan")
    assert row.published.version == 1
    assert "Other" not in client.get("/it/desk/").content.decode()


@pytest.mark.django_db
def test_assessor_sees_the_benchmark_and_no_plan(client):
    cluster = ClusterFactory(slug="uno")
    furnish(cluster, make_framework())
    client.force_login(person_with(Role.ASSESSOR, cluster=cluster))
    (row,) = rows(client)
    assert (row.published, row.draft, row.needs, row.sees_plans) == (None, None, 0, False)
    text = client.get("/it/desk/").content.decode()
    assert "/it/clusters/uno/benchmark/" in text
    assert "/it/clusters/uno/plan/" not in text


@pytest.mark.django_db
def test_others_find_an_honest_empty_desk(client):
    furnish(ClusterFactory(), make_framework())
    client.force_login(person_with(Role.INSTRUCTOR))
    assert rows(client) == []
    assert client.get("/it/desk/").content.decode().count("empty-state-title") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.REGIONAL_OFFICIAL, Role.INSTRUCTOR])
@pytest.mark.parametrize("language", ["it", "en"])
def test_officials_and_instructors_are_led_to_the_catalogue_of_the_language(client, role, language):
    catalogues = plant_site()
    client.force_login(person_with(role))
    text = client.get(f"/{language}/desk/").content.decode()
    assert f'href="/{language}/{catalogues[language].slug}/"' in text


@pytest.mark.django_db
def test_person_without_a_role_is_told_so(client):
    client.force_login(UserFactory())
    assert client.get("/it/desk/").content.decode().count("empty-state-title") == 1


@pytest.mark.django_db
def test_person_of_several_roles_finds_each_cluster_once(client):
    cluster = ClusterFactory()
    person = person_with(Role.TUTOR, cluster=cluster)
    RoleGrantFactory(user=person, role=Role.ASSESSOR, cluster=cluster)
    client.force_login(person)
    (row,) = rows(client)
    assert len(row.roles) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["x", "0", "99", "9" * 5000, "\x00"])
def test_desk_answers_any_page_number(client, number):
    ClusterFactory()
    client.force_login(person_with(Role.COORDINATOR))
    assert client.get("/it/desk/", {"page": number}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 30])
def test_desk_of_a_coordinator_asks_the_database_as_often_for_many(client, django_assert_num_queries, many):
    framework = make_framework()
    for cluster in ClusterFactory.create_batch(many):
        furnish(cluster, framework)
        LabelEvidenceFactory(cluster=cluster)
        EnrolmentFactory(applied=True)
        line_of()
        certified()
        RoleGrantFactory(role=Role.INSTRUCTOR)
    client.force_login(person_with(Role.COORDINATOR))
    client.get("/it/desk/")
    with django_assert_num_queries(15):
        client.get("/it/desk/")


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 30])
def test_desk_of_a_tutor_asks_the_database_as_often_for_many(client, django_assert_num_queries, many):
    framework, person = make_framework(), UserFactory()
    for cluster in ClusterFactory.create_batch(many):
        furnish(cluster, framework)
        RoleGrantFactory(user=person, role=Role.TUTOR, cluster=cluster)
    client.force_login(person)
    client.get("/it/desk/")
    with django_assert_num_queries(10):
        client.get("/it/desk/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "benchmark"),
    [
        (Role.CLUSTER_MANAGER, "Your benchmark is here"),
        (Role.TUTOR, "The cluster&#x27;s benchmark is here"),
        (Role.ASSESSOR, "The cluster&#x27;s benchmark is here"),
    ],
)
def test_desk_calls_yours_only_what_is(client, role, benchmark):
    cluster = ClusterFactory()
    score_all(cluster, make_framework(), [1, 1, 1, 1])
    client.force_login(person_with(role, cluster))
    assert benchmark in client.get("/en/desk/").content.decode().replace("'", "&#x27;")
    plan_of(cluster, "published")
    text = client.get("/en/desk/").content.decode()
    assert ("Your training plan is published" in text) == (role == Role.CLUSTER_MANAGER)
