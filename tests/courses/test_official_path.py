"""The path of an official: what it shows, what comes next, who finds it; and what the desk says of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from courses.official_path import step_of
from courses.official_steps import next_for_official
from lms.people.models import Role
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_courses import NOW, CompetenceFactory, ModuleFactory
from tests.factories_officials import (
    CompetenceRatingFactory,
    CompetenceTargetFactory,
    OfficialNeedFactory,
    OfficialPlanFactory,
    SupervisionFactory,
    official,
)
from tests.factories_pages import plant_site

pytestmark = pytest.mark.django_db
QUERIES = 13
QUERIES_DESK = 8
PATH = "/it/my-path/"


@pytest.fixture
def person(client):
    person = official()
    client.force_login(person)
    return person


def path(client):
    return client.get(PATH).context["path"]


@pytest.mark.parametrize(
    ("targets", "rated", "needs", "plan", "step"),
    [
        (True, False, 0, False, "rate"),
        (True, True, 0, False, "declare"),
        (False, False, 0, False, "declare"),
        (True, False, 1, False, "wait"),
        (True, True, 2, True, "plan"),
        (True, False, 0, True, "plan"),
    ],
)
def test_next_step_is_the_first_that_is_missing(targets, rated, needs, plan, step):
    assert next_for_official(has_targets=targets, has_rated=rated, needs=needs, has_plan=plan) == step


def test_path_and_desk_name_the_same_step_all_along(client, person):
    def steps():
        desk = client.get("/it/desk/").context["official_step"]
        assert desk == step_of(person) == path(client).step
        return desk

    competence = CompetenceFactory()
    CompetenceTargetFactory(competence=competence, person=official())
    CompetenceRatingFactory(competence=competence)
    OfficialNeedFactory(competence=competence)
    OfficialPlanFactory(published=True)
    assert steps() == "declare", "what is set for others is not expected of this one"
    CompetenceTargetFactory(competence=competence)
    CompetenceRatingFactory(person=person, competence=competence, by_supervisor=True)
    assert steps() == "rate"
    CompetenceRatingFactory(person=person, competence=competence)
    assert steps() == "declare"
    OfficialNeedFactory(person=person, dropped=True)
    assert steps() == "declare"
    OfficialNeedFactory(person=person, competence=competence)
    assert steps() == "wait"
    OfficialPlanFactory(person=person)
    assert steps() == "wait", "a draft is nobody's but the coordinators'"
    OfficialPlanFactory(person=person, version=2, published=True)
    assert steps() == "plan"


def test_who_finds_a_path(client):
    seen = {}
    for name, one in {
        "official": official(),
        "former": official(valid_until=date(2020, 1, 1)),
        "coordinator": person_with(Role.COORDINATOR),
        "manager": person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        "supervisor": SupervisionFactory().supervisor,
        "stranger": UserFactory(),
    }.items():
        client.force_login(one)
        seen[name] = client.get(PATH).status_code
    client.logout()

    assert seen == dict.fromkeys(seen, 403) | {"official": 200}
    assert client.get(PATH).status_code == 302


def test_the_path_ends_with_the_role(client):
    person = official(valid_from=date(2026, 1, 1), valid_until=date(2026, 3, 31))
    OfficialPlanFactory(person=person, published=True)
    plan = reverse("courses:official_plan", args=[person.pk])
    found = {}
    for day in (date(2026, 3, 31), date(2026, 4, 1)):
        with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False):
            client.force_login(person)
            found[day.month] = (client.get(PATH).status_code, client.get(plan).status_code)

    assert found == {3: (200, 200), 4: (403, 404)}
    client.force_login(person_with(Role.COORDINATOR))
    assert client.get(plan).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_path_takes_as_many_queries_for_thirty(client, person, count, django_assert_num_queries):
    plan = OfficialPlanFactory(person=person)
    for position in range(count):
        competence = CompetenceTargetFactory().competence
        CompetenceRatingFactory(person=person, competence=competence)
        CompetenceRatingFactory(person=person, competence=competence, by_supervisor=True)
        need = OfficialNeedFactory(person=person, competence=competence)
        OfficialNeedFactory(person=person, dropped=True)
        plan.needs.create(need=need, weight=2, gap_bp=5000, closed_bp=2500)
        plan.lines.create(
            module=ModuleFactory(), position=position, is_chosen=True, minutes=60, reason="closes", params={}
        )
    plan.status, plan.published_at = "published", NOW
    plan.save()
    OfficialNeedFactory()
    client.get(PATH)

    with django_assert_num_queries(QUERIES):
        shown = path(client)
    assert (len(shown.rows), len(shown.counting), len(shown.left_out), len(shown.plan.chosen)) == (count,) * 4


@pytest.mark.parametrize("count", [1, 30])
def test_desk_takes_as_many_queries_for_thirty_needs(client, person, count, django_assert_num_queries):
    OfficialNeedFactory.create_batch(count, person=person)
    client.get("/it/desk/")

    with django_assert_num_queries(QUERIES_DESK):
        client.get("/it/desk/")


def test_gaps_are_offered_once_and_stale_ones_to_be_read_again(client, person):
    free, taken, moved, reached, left = CompetenceFactory.create_batch(5)
    for competence in (free, taken, moved, left):
        CompetenceTargetFactory(competence=competence)
        CompetenceRatingFactory(person=person, competence=competence, level=1)
    CompetenceTargetFactory(competence=reached)
    CompetenceRatingFactory(person=person, competence=reached, level=4)
    OfficialNeedFactory(person=person, competence=taken, gap_bp=5_000)
    OfficialNeedFactory(person=person, competence=moved, gap_bp=7_500)
    OfficialNeedFactory(person=person, competence=reached, gap_bp=2_500)
    OfficialNeedFactory(person=person, competence=left, dropped=True)

    answer = client.get(PATH)

    rows = {row.competence: row for row in answer.context["path"].rows}
    assert [one for one, row in rows.items() if row.can_be_taken_over] == [free]
    assert [one for one, row in rows.items() if row.has_moved] == [moved]
    assert [one for one, row in rows.items() if row.is_reached] == [reached]
    text = answer.content.decode()
    offered = [one for one in rows if f'name="competence" value="{one.slug}"' in text]
    assert set(offered) == {free, moved}


def test_a_plan_older_than_the_needs_says_so(client, person):
    OfficialPlanFactory(person=person, published=True)
    OfficialNeedFactory(person=person, decided_at=NOW - timedelta(days=1))
    assert not path(client).is_plan_older_than_needs
    OfficialNeedFactory(person=person, dropped=True, decided_at=NOW + timedelta(days=1))
    assert path(client).is_plan_older_than_needs


@pytest.mark.parametrize("language", ["it", "en"])
def test_enrolment_leads_to_the_catalogue_of_officials_in_the_readers_language(client, person, language):
    catalogue = plant_site()[language]

    text = client.get(f"/{language}/my-path/").content.decode()

    address = f"/{language}/{catalogue.slug}/?audience=officials"
    assert f'href="{address}"' in text
    assert client.get(address).status_code == 200


def test_a_path_without_anything_says_what_to_do(client, person):
    text = client.get(PATH).content.decode()

    assert reverse("needs:official_rate", args=[person.pk]) in text
    assert reverse("needs:official_declare", args=[person.pk]) in text


def test_menu_and_desk_lead_there_officials_alone(client, person):
    manager = person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory(slug="sedia"))
    assert client.get("/it/desk/").content.decode().count(f'href="{PATH}"') >= 2
    client.force_login(manager)
    text = client.get("/it/desk/").content.decode()
    assert PATH not in text
    assert reverse("needs:declare", args=["sedia"]) in text
    RoleGrantFactory(user=manager, role=Role.REGIONAL_OFFICIAL)
    both = client.get("/it/desk/").content.decode()
    assert PATH in both
    assert reverse("courses:plan", args=["sedia"]) in both


def test_a_supervisor_is_led_to_the_officials_from_the_desk(client):
    supervision = SupervisionFactory()
    client.force_login(supervision.supervisor)
    assert reverse("needs:officials") in client.get("/it/desk/").content.decode()
    supervision.delete()
    assert reverse("needs:officials") not in client.get("/it/desk/").content.decode()
