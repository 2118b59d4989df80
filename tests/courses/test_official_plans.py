"""Plans of officials on the same pages as those of clusters: the walk from needs to the published plan."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.actions import compute_plan, publish_plan
from courses.models import CompletedModule, TrainingPlan
from courses.permissions import can_see_plan
from courses.plan_notices import tell_published
from lms.needs.declaring import declare_need
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_courses import NOW, CompetenceFactory, ModuleFactory, TrainingNeedFactory, TrainingPlanFactory
from tests.factories_officials import (
    CompetenceRatingFactory,
    CompetenceTargetFactory,
    OfficialNeedFactory,
    OfficialPlanFactory,
    SupervisionFactory,
    official,
)

pytestmark = pytest.mark.django_db
QUERIES_OFFICIAL = 9
QUERIES_LIST = 10


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def person():
    return official()


@pytest.fixture
def policy():
    return CompetenceFactory(slug="cluster-policy")


def address(person, view="plan", query=""):
    return reverse(f"courses:official_{view}", args=[person.pk]) + query


def compute(person, by, **wish):
    given = {"budget_minutes": 2_400, "languages": "any", "pins": [], "drops": []} | wish
    return compute_plan(owner=person, by=by, now=NOW, **given)


def chosen(plan):
    return [line.module.code for line in plan.lines.filter(is_chosen=True).select_related("module")]


def test_from_declared_needs_to_the_published_plan(client, person, coordinator, policy):
    """An official declares, gets a plan; the coordinator pins one module, drops another, compares, publishes."""
    CompetenceTargetFactory(competence=policy, level=4)
    CompetenceRatingFactory(person=person, competence=policy, level=2)
    wide = ModuleFactory(code="WIDE", audience="both", competences=[policy])
    narrow = ModuleFactory(code="NARROW", audience="officials", competences=[policy], duration_minutes=240)
    third = ModuleFactory(code="THIRD", audience="officials", competences=[policy], duration_minutes=960)
    managers = ModuleFactory(code="MANAGERS", audience="managers", competences=[policy])
    client.force_login(person)
    declared = {"competence": "cluster-policy", "priority": "3", "reason": "I evaluate calls"}
    client.post(reverse("needs:official_declare", args=[person.pk]), declared)
    client.force_login(coordinator)

    offered = client.get(address(person, "plan_edit")).context["form"].modules
    assert set(offered) == {wide, narrow, third}
    answer = client.post(address(person, "plan_edit"), {"hours": "12", "languages": "any"})
    assert answer.url == address(person, query="?show=draft")
    plan = TrainingPlan.objects.get(person=person)
    assert (chosen(plan), plan.cluster, plan.needs.get().gap_bp) == (["WIDE", "NARROW"], None, 5_000)
    assert plan.lines.get(module=managers).reason == "other_audience"
    publish = {"computed_at": plan.computed_at.isoformat()}
    assert client.post(address(person, "plan_publish"), publish).url == address(person, query="?show=published")

    wish = {"hours": "24", "languages": "any", f"module_{third.pk}": "pin", f"module_{wide.pk}": "drop"}
    client.post(address(person, "plan_edit"), wish)
    draft = TrainingPlan.objects.get(person=person, status="draft")
    changes = client.get(address(person, "plan_publish")).context["changes"]
    assert (changes.added, changes.removed, changes.kept) == (["THIRD"], ["WIDE"], 1)
    client.force_login(person)
    assert client.get(address(person)).context["page"].plan == plan, "the draft is not the official's to see"
    client.force_login(coordinator)
    client.post(address(person, "plan_publish"), {"computed_at": draft.computed_at.isoformat()})

    client.force_login(person)
    page = client.get(address(person)).context["page"]
    assert {row.line.module for row in page.chosen} == {third, narrow}
    assert TrainingPlan.objects.get(person=person, status="superseded") == plan
    told = Message.objects.filter(recipient=person).values_list("kind", "link")
    assert list(told) == [("plan_published", address(person))] * 2


def test_who_sees_the_plan_of_an_official(client, person):
    OfficialPlanFactory(person=person, published=True)
    seen = {}
    for name, one in {
        "owner": person,
        "coordinator": person_with(Role.COORDINATOR),
        "supervisor": SupervisionFactory(person=person).supervisor,
        "colleague": official(),
        "manager": person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        "tutor": person_with(Role.TUTOR, cluster=ClusterFactory()),
        "stranger": UserFactory(),
    }.items():
        client.force_login(one)
        views_of = ("plan", "plan_edit", "plan_publish")
        seen[name] = [client.get(address(person, view)).status_code for view in views_of]
    client.logout()

    hidden = [404, 404, 404]
    assert seen == dict.fromkeys(seen, hidden) | {"owner": [200, 404, 404], "coordinator": [200, 200, 302]}
    assert client.get(address(person)).status_code == 302


def test_can_see_plan_says_the_same_as_the_queryset_of_officials(person, coordinator):
    plans = [
        OfficialPlanFactory(person=person, published=True),
        OfficialPlanFactory(person=person, version=2),
        OfficialPlanFactory(published=True),
        TrainingPlanFactory(published=True),
    ]
    former = official(valid_until=date(2020, 1, 1))
    plans.append(OfficialPlanFactory(person=former, published=True))
    for one, count in ((coordinator, 5), (person, 1), (former, 0), (UserFactory(), 0)):
        visible = set(TrainingPlan.objects.visible_to(one))
        assert visible == {plan for plan in plans if can_see_plan(one, plan)}
        assert len(visible) == count


def test_an_official_without_a_plan_is_led_to_the_path_and_a_coordinator_to_the_needs(client, person, coordinator):
    client.force_login(person)
    assert reverse("courses:my_path") in client.get(address(person)).content.decode()
    client.force_login(coordinator)
    text = client.get(address(person)).content.decode()
    assert reverse("needs:official_needs", args=[person.pk]) in text
    assert address(person, "plan_edit") not in text
    OfficialNeedFactory(person=person)
    assert address(person, "plan_edit") in client.get(address(person)).content.decode()


def test_a_plan_without_needs_says_so_in_words_for_officials(person, coordinator):
    with pytest.raises(ValidationError) as refused:
        compute(person, coordinator)
    assert str(person) in refused.value.messages[0]


def test_completed_modules_of_the_official_alone_are_left_out(person, coordinator, policy):
    OfficialNeedFactory(person=person, competence=policy)
    done, other = (ModuleFactory(audience="both", competences=[policy]) for _ in range(2))
    CompletedModule.objects.create(person=person, module=done, completed_on="2026-01-01")
    CompletedModule.objects.create(person=official(), module=other, completed_on="2026-01-01")
    CompletedModule.objects.create(cluster=ClusterFactory(), module=other, completed_on="2026-01-01")

    plan = compute(person, coordinator)

    assert chosen(plan) == [other.code]
    assert plan.lines.get(module=done).reason == "completed"


def test_needs_of_others_are_not_in_the_plan(person, coordinator, policy):
    need = OfficialNeedFactory(person=person, competence=policy)
    OfficialNeedFactory(competence=policy)
    OfficialNeedFactory(person=person, dropped=True)
    TrainingNeedFactory(declared=True, competence=policy)

    assert [entry.need for entry in compute(person, coordinator).needs.all()] == [need]


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_of_an_official_never_speaks_of_teams_and_managers(client, person, coordinator, policy, language):
    OfficialNeedFactory(person=person, competence=policy)
    ModuleFactory(audience="both", competences=[policy])
    other_language = ModuleFactory(audience="both", competences=[policy], in_italian=False, in_english=True)
    done = ModuleFactory(audience="both", competences=[policy])
    CompletedModule.objects.create(person=person, module=done, completed_on="2026-01-01")
    plan = compute(person, coordinator, languages="it")
    assert plan.lines.get(module=other_language).reason == "other_language"
    client.force_login(coordinator)
    pages = [client.get(address(person, view).replace("/it/", f"/{language}/")) for view in ("plan", "plan_edit")]
    pages.append(client.get(address(person, "plan_publish").replace("/it/", f"/{language}/")))

    for page in pages:
        main = page.content.decode().partition("<main")[2].partition("</main>")[0].lower()
        for word in (
            "team",
            "cluster's",
            "managers see",
            "minimum requirement",
            "i manager vedono",
            "requisiti minimi",
        ):
            assert word not in main, word


@pytest.mark.parametrize("count", [1, 30])
def test_plan_of_an_official_takes_as_many_queries_for_thirty(
    client, person, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        competence = OfficialNeedFactory(person=person).competence
        ModuleFactory(audience="officials", competences=[competence])
    publish_plan(plan=compute(person, coordinator, budget_minutes=30_000), by=coordinator, now=NOW)
    client.force_login(person)
    client.get(address(person))

    with django_assert_num_queries(QUERIES_OFFICIAL):
        page = client.get(address(person)).context["page"]
    assert (len(page.chosen), len(page.needs)) == (count, count)


@pytest.mark.parametrize("count", [1, 30])
def test_list_of_plans_takes_as_many_queries_for_thirty_officials(
    client, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        one = OfficialNeedFactory().person
        OfficialPlanFactory(person=one, published=True)
        OfficialPlanFactory(person=one, version=2)
    client.force_login(coordinator)
    client.get(reverse("courses:plans"))

    with django_assert_num_queries(QUERIES_LIST):
        rows = client.get(reverse("courses:plans")).context["officials"]
    assert [(row.needs, row.draft.version, row.published.version) for row in rows] == [(1, 2, 1)] * count


def test_list_of_plans_keeps_officials_who_left_while_there_is_something_to_read(client, coordinator):
    steps = {
        "confirm": official(),
        "compute": OfficialNeedFactory().person,
        "publish": OfficialPlanFactory().person,
        "left": official(valid_until=date(2020, 1, 1)),
    }
    OfficialNeedFactory(person=steps["publish"])
    OfficialPlanFactory(person=steps["left"], published=True)
    official(valid_until=date(2020, 1, 1))
    client.force_login(coordinator)

    rows = client.get(reverse("courses:plans")).context["officials"]

    assert {row.owner: row.next_step for row in rows} == {person: step for step, person in steps.items()}


def test_managers_hear_of_a_published_plan_in_their_language_with_its_modules(coordinator):
    cluster = ClusterFactory(name="Sedia", slug="sedia")
    managers = [person_with(Role.CLUSTER_MANAGER, cluster=cluster) for _ in range(2)]
    managers[1].language = "en"
    managers[1].save()
    person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory())
    person_with(Role.CLUSTER_MANAGER, cluster=cluster, valid_until=date(2020, 1, 1))
    need = TrainingNeedFactory(cluster=cluster)
    ModuleFactory(code="M-ONE", lifts={need.indicator: 2500})
    ModuleFactory(code="M-OTHER", audience="officials")
    plan = compute(cluster, coordinator)

    for _ in range(2):
        publish_plan(plan=plan, by=coordinator, now=NOW)

    messages = {message.recipient: message for message in Message.objects.all()}
    assert set(messages) == set(managers)
    assert {message.topic for message in messages.values()} == {"plans"}
    assert messages[managers[1]].link == "/en/clusters/sedia/plan/"
    assert "Sedia" in messages[managers[1]].subject
    text = messages[managers[1]].text
    assert "M-ONE" in text
    assert "M-OTHER" not in text
    assert "8 hours" in text


def test_a_former_official_is_not_told(coordinator):
    plan = OfficialPlanFactory(person=official(valid_until=date(2020, 1, 1)), published=True)

    tell_published(plan, plan.person, by=coordinator, now=NOW)

    assert not Message.objects.exists()


def test_a_need_declared_after_the_draft_makes_it_outdated(client, person, coordinator, policy):
    OfficialNeedFactory(person=person, competence=policy)
    ModuleFactory(audience="both", competences=[policy])
    plan = compute(person, coordinator)
    declare_need(owner=person, competence=CompetenceFactory(), priority=1, reason="New", by=person, now=NOW)

    with pytest.raises(ValidationError):
        publish_plan(plan=plan, by=coordinator, now=NOW)
    client.force_login(coordinator)
    assert client.get(address(person)).context["is_outdated"]


def test_link_to_the_needs_is_read_out_for_clusters_and_officials_alike(client, coordinator):
    coordinator.language = "en"
    coordinator.save()
    person, cluster = OfficialNeedFactory().person, ClusterFactory(name="Sedia")
    client.force_login(coordinator)
    page = client.get("/en/plans/").content.decode()
    assert f">1 need of {person}<" in page
    assert f">0 needs of {cluster}<" in page
