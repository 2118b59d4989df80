"""The demand page: what it says, who may see it, how many queries it takes."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from courses.demand_filters import DemandForm
from courses.demand_page import demand_page
from courses.demand_tasks import choose_editions_in_background
from courses.models import CompletedModule
from lms.clusters.models import SpecialisationArea
from lms.people.models import Role
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory, UserFactory, person_with
from tests.factories_courses import CompetenceFactory, ModuleFactory, TrainingNeedFactory

pytestmark = pytest.mark.django_db
QUERIES = 11


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def wanted_module(clusters, **facts):
    """A module that closes a need of each of these clusters, all on one assessment for each."""
    indicator = IndicatorFactory()
    for cluster in clusters:
        assessment = cluster.assessments.first() or AssessmentFactory(cluster=cluster, framework=indicator.framework)
        TrainingNeedFactory(cluster=cluster, indicator=indicator, assessment=assessment)
    return ModuleFactory(lifts={indicator: 2_500}, **facts)


def rows(**found):
    return {row.module.code: row for row in demand_page().rows}


def test_counts_clusters_officials_and_those_who_have_done_it():
    two = ClusterFactory.create_batch(2)
    module = wanted_module(two, audience="both", code="M-BOTH")
    competence = CompetenceFactory()
    module.competences.add(competence)
    module.save()
    official = UserFactory()
    TrainingNeedFactory(cluster=None, person=official, declared=True, competence=competence)
    CompletedModule.objects.create(cluster=two[1], module=module, completed_on="2026-01-10")
    row = rows()["M-BOTH"]
    assert (row.clusters, row.officials, row.done) == ([two[0].name], [str(official)], [two[1].name])
    assert row.closes == 2_500 * 2 + 2 * 2_500  # medium priority doubles; an official's module lifts a quarter


def test_leaves_out_modules_for_somebody_else():
    module = wanted_module(ClusterFactory.create_batch(1), audience="officials")
    assert rows()[module.code].clusters == []


@pytest.mark.parametrize(("asked", "kept"), [
    ({"q": "m-a"}, ["M-A"]), ({"course": "?"}, ["M-A", "M-B"]), ({"wanted": "on"}, ["M-A"]),
    ({"audience": "officials"}, ["M-B"]), ({"area": "sea"}, ["M-A"]), ({"q": "\x00" * 500}, ["M-A", "M-B"]),
])  # fmt: skip
def test_filters(asked, kept):
    cluster = ClusterFactory()
    cluster.areas.add(SpecialisationArea.objects.create(code="sea", name_it="Mare", name_en="Sea"))
    wanted_module([cluster], code="M-A")
    ModuleFactory(code="M-B", audience="officials")
    page = demand_page()
    assert [row.module.code for row in page.rows if DemandForm(asked, page).keeps(row)] == kept


def test_coordinator_finds_the_two_editions_that_help_most(client, coordinator):
    clusters = ClusterFactory.create_batch(3)
    wanted_module(clusters, code="M-ALL")
    wanted_module(clusters[:2], code="M-TWO")
    wanted_module(clusters[:1], code="M-ONE")
    client.force_login(coordinator)
    page = client.get(reverse("courses:demand"), {"editions": "2"})
    assert [found.row.module.code for found in page.context["editions"].rows] == ["M-ALL", "M-TWO"]
    assert page.context["editions"].clusters == sorted(cluster.name for cluster in clusters)
    assert [row.module.code for row in page.context["rows"]] == ["M-ALL", "M-TWO", "M-ONE"]


@pytest.mark.parametrize(
    "query", ["?sort=nonsense&editions=99", "?editions=²", "?editions=" + "9" * 400, "?area=x&q=%00"]
)
def test_anything_in_the_address_is_answered(client, coordinator, query):
    wanted_module([ClusterFactory()])
    client.force_login(coordinator)
    assert client.get(reverse("courses:demand") + query).status_code == 200


def test_empty_programme_says_what_to_do(client, coordinator):
    client.force_login(coordinator)
    assert reverse("courses:plans") in client.get(reverse("courses:demand")).content.decode()


@pytest.mark.parametrize("roles", [[], [Role.REGIONAL_OFFICIAL], [Role.INSTRUCTOR], [Role.TUTOR]])
def test_refused_to_everybody_else(client, roles):
    where = {"cluster": ClusterFactory()} if roles == [Role.TUTOR] else {}
    client.force_login(person_with(*roles, **where) if roles else UserFactory())
    for address in (reverse("courses:demand"), reverse("courses:demand_file", args=["csv"])):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(client, coordinator, django_assert_num_queries, count):
    area = SpecialisationArea.objects.create(code="sea", name_it="Mare", name_en="Sea")
    for cluster in ClusterFactory.create_batch(count):
        cluster.areas.add(area)
        wanted_module([cluster])
        TrainingNeedFactory(cluster=None, person=UserFactory(), declared=True)
    client.force_login(coordinator)
    client.get(reverse("courses:demand"))
    with django_assert_num_queries(QUERIES):
        assert client.get(reverse("courses:demand")).status_code == 200


def test_files_say_what_the_page_says_and_run_nothing(client, coordinator):
    wanted_module([ClusterFactory(name="=HYPERLINK(1)")], code="M-A")
    client.force_login(coordinator)
    text = client.get(reverse("courses:demand_file", args=["csv"])).content.decode("utf-8-sig")
    heading, line = list(csv.reader(StringIO(text), delimiter=";"))
    assert (line[0], line[5], line[6], len(line)) == ("M-A", "1", "'=HYPERLINK(1)", len(heading))
    book = load_workbook(BytesIO(client.get(reverse("courses:demand_file", args=["xlsx"])).content))
    assert [sheet.max_row for sheet in book] == [2, 2, 1]
    assert client.get(reverse("courses:demand_file", args=["pdf"])).status_code == 404


@pytest.fixture
def queue(settings):
    """The database's queue, as in production, with no worker: the test does its work."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    forget_backends()
    yield DBTaskResult.objects
    forget_backends()


def forget_backends():
    task_backends.__dict__.pop("settings", None)
    task_backends._settings = None
    if hasattr(task_backends._connections, "default"):
        del task_backends["default"]


def test_large_programme_has_its_editions_chosen_in_background_work(client, coordinator, monkeypatch, queue):
    monkeypatch.setattr("courses.demand_views.AT_ONCE", 0)
    module = wanted_module([ClusterFactory()], code="M-A")
    client.force_login(coordinator)
    assert client.get(reverse("courses:demand")).context["editions"] is None

    waiting = client.post(reverse("courses:choose_editions"), {"editions": "2"}).url
    assert "hx-get" in client.get(waiting, headers={"hx-request": "true"}).content.decode()
    row = queue.get(task_path__endswith="choose_editions_in_background")
    row.set_successful(choose_editions_in_background.call(**row.task_result.kwargs))
    assert [found.row.module for found in client.get(waiting).context["editions"].rows] == [module]

    module.is_offered = False
    module.save()
    assert client.get(waiting).context["editions"].rows == []


def test_a_choice_that_never_was_is_not_found(client, coordinator, queue):
    client.force_login(coordinator)
    nothing = "00000000-0000-4000-8000-000000000000"
    assert client.get(reverse("courses:editions_progress", args=[nothing])).status_code == 404
    assert client.get(reverse("courses:choose_editions")).status_code == 405


def test_needs_of_an_older_round_are_named_as_waiting(client, coordinator):
    cluster = ClusterFactory(name="Sedia")
    wanted_module([cluster], code="M-A")
    AssessmentFactory(
        cluster=cluster, framework=cluster.assessments.get().framework, assessed_on="2030-01-01", closed=True
    )
    wanted_module([ClusterFactory(name="Nave")], code="M-B")
    client.force_login(coordinator)
    page = client.get(reverse("courses:demand"))
    assert page.context["page"].waiting == ["Sedia"]
    assert rows()["M-A"].clusters == []


def test_phone_sorts_by_a_list(client, coordinator):
    wanted_module([ClusterFactory()], code="M-A")
    client.force_login(coordinator)
    page = client.get(reverse("courses:demand"), {"sort": "hours"}).content.decode()
    assert '<option value="hours" selected>' in page
