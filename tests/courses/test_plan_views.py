"""Pages of plans: who sees what, how many queries, what odd input gets."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale, Page

from courses import views
from courses.actions import compute_plan, publish_plan
from courses.models import CataloguePage, CoursePage, ModulePage, TrainingPlan
from courses.permissions import can_see_plan
from courses.tasks import compute_in_background
from lms.benchmarking.models import Assessment
from lms.people.models import Role
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory, UserFactory, person_with
from tests.factories_courses import NOW, CourseFactory, ModuleFactory, TrainingNeedFactory, TrainingPlanFactory
from tests.factories_officials import OfficialNeedFactory

pytestmark = pytest.mark.django_db
QUERIES_MANAGER = 9
QUERIES_COORDINATOR = 15
QUERIES_LIST = 10


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def cluster():
    return ClusterFactory(slug="sedia", name="Sedia")


@pytest.fixture
def manager(cluster):
    return person_with(Role.CLUSTER_MANAGER, cluster=cluster)


def address(view, slug="sedia", query=""):
    return reverse(f"courses:{view}", args=[slug]) + query


def plan_for(cluster, by, modules=1, budget_minutes=30_000):
    """Give the cluster as many needs as modules, each with its minimum requirement, and compute its draft."""
    assessment = AssessmentFactory(cluster=cluster)
    for _ in range(modules):
        indicator = IndicatorFactory(group__framework=assessment.framework, minimum_requirement=3)
        TrainingNeedFactory(cluster=cluster, assessment=assessment, indicator=indicator)
        ModuleFactory(lifts={indicator: 2500})
    return compute_plan(
        owner=cluster, budget_minutes=budget_minutes, languages="any", pins=[], drops=[], by=by, now=NOW
    )


def title_modules(*titles):
    """Put modules, given as {code: title}, on live Italian pages."""
    root = Page.get_first_root_node()
    italian = Locale.objects.get(language_code="it")
    catalogue = root.add_child(instance=CataloguePage(title="Catalogo", slug="it", locale=italian))
    course = catalogue.add_child(
        instance=CoursePage(title="Corso", course=CourseFactory(), summary="-", locale=italian)
    )
    for module, title in titles:
        course.add_child(instance=ModulePage(title=title, module=module, summary="-", outcomes="-", locale=italian))


def test_manager_sees_the_published_plan_and_never_the_draft(client, cluster, manager, coordinator):
    module = ModuleFactory(code="OLD-MODULE", lifts={})
    indicator = IndicatorFactory()
    TrainingNeedFactory(cluster=cluster, indicator=indicator)
    newer = ModuleFactory(code="NEW-MODULE", lifts={indicator: 2500})
    wish = {"owner": cluster, "languages": "any", "by": coordinator, "now": NOW}
    first = compute_plan(budget_minutes=480, pins=[module.code], drops=[], **wish)
    publish_plan(plan=first, by=coordinator, now=NOW)
    compute_plan(budget_minutes=481, pins=[], drops=[module.code], **wish)
    client.force_login(manager)

    for query in ("", "?show=draft", "?show=published", "?show=superseded", "?version=2", "?show=%00"):
        page = client.get(address("plan", query=query))
        assert page.context["page"].plan == first
        assert [row.line.module for row in page.context["page"].chosen] == [module]
        assert [row.line.module for row in page.context["page"].others] == [newer]
        assert page.context["versions"] == {"published": first}
        assert "481" not in page.content.decode()


@pytest.mark.parametrize("view", ["plan_edit", "plan_publish"])
def test_manager_cannot_reach_what_is_for_coordinators(client, cluster, manager, view):
    draft = TrainingPlanFactory(cluster=cluster)
    client.force_login(manager)

    assert client.get(address(view)).status_code == 404
    assert client.post(address(view), {"hours": "1", "computed_at": draft.computed_at.isoformat()}).status_code == 404
    assert client.get(reverse("courses:plans")).status_code == 403
    draft.refresh_from_db()
    assert (draft.status, draft.budget_minutes) == ("draft", 2400)


def test_plan_is_for_its_own_people_and_coordinators(client, cluster, manager, coordinator):
    TrainingPlanFactory(cluster=cluster, published=True)
    others = ClusterFactory()
    seen = {}
    for name, person in {
        "owner": manager,
        "tutor": person_with(Role.TUTOR, cluster=cluster),
        "coordinator": coordinator,
        "colleague": person_with(Role.CLUSTER_MANAGER, cluster=others),
        "assessor": person_with(Role.ASSESSOR, cluster=cluster),
        "official": person_with(Role.REGIONAL_OFFICIAL),
        "stranger": UserFactory(),
    }.items():
        client.force_login(person)
        seen[name] = client.get(address("plan")).status_code
    client.logout()
    seen["nobody"] = client.get(address("plan")).status_code

    assert seen == {
        "owner": 200,
        "tutor": 200,
        "coordinator": 200,
        "colleague": 404,
        "assessor": 404,
        "official": 404,
        "stranger": 404,
        "nobody": 302,
    }


def test_can_see_plan_says_the_same_as_the_queryset(cluster, manager, coordinator):
    plans = [
        TrainingPlanFactory(cluster=cluster, superseded=True),
        TrainingPlanFactory(cluster=cluster, version=2, published=True),
        TrainingPlanFactory(cluster=cluster, version=3),
        TrainingPlanFactory(published=True),
    ]
    for person, count in ((coordinator, 4), (manager, 1), (UserFactory(), 0)):
        visible = set(TrainingPlan.objects.visible_to(person))
        assert visible == {plan for plan in plans if can_see_plan(person, plan)}
        assert len(visible) == count


def test_plan_of_an_unknown_cluster_is_not_found(client, coordinator):
    client.force_login(coordinator)

    assert client.get(address("plan", "nowhere")).status_code == 404


def test_empty_states_say_what_to_do_next(client, cluster, manager, coordinator):
    client.force_login(manager)
    assert reverse("benchmarking:benchmark", args=["sedia"]) in client.get(address("plan")).content.decode()
    client.force_login(coordinator)
    assert address("plan_edit") not in client.get(address("plan")).content.decode()
    TrainingNeedFactory(cluster=cluster)
    assert address("plan_edit") in client.get(address("plan")).content.decode()


@pytest.mark.parametrize("modules", [1, 30])
def test_plan_page_of_a_manager_takes_as_many_queries_for_thirty_modules(
    client, cluster, manager, coordinator, modules, django_assert_num_queries
):
    plan = publish_plan(plan=plan_for(cluster, coordinator, modules), by=coordinator, now=NOW)
    title_modules(*[(line.module, f"Titolo {line.module.code}") for line in plan.lines.all()])
    client.force_login(manager)
    client.get(address("plan"))

    with django_assert_num_queries(QUERIES_MANAGER):
        page = client.get(address("plan"))
    assert [row.title[:6] for row in page.context["page"].chosen] == ["Titolo"] * modules


@pytest.mark.parametrize("modules", [1, 30])
def test_plan_page_of_a_coordinator_takes_as_many_queries_for_thirty_modules(
    client, cluster, coordinator, modules, django_assert_num_queries
):
    plan = plan_for(cluster, coordinator, modules)
    title_modules(*[(line.module, f"Titolo {line.module.code}") for line in plan.lines.all()])
    client.force_login(coordinator)
    client.get(address("plan"))

    with django_assert_num_queries(QUERIES_COORDINATOR):
        page = client.get(address("plan"))
    assert len(page.context["page"].chosen) == modules


def test_a_plan_in_force_says_that_a_newer_round_is_closed(client, cluster, manager, coordinator):
    publish_plan(plan=plan_for(cluster, coordinator), by=coordinator, now=NOW)
    newer = AssessmentFactory(cluster=cluster, assessed_on=date(2016, 5, 2))
    AssessmentFactory(closed=True, assessed_on=date(2018, 1, 1))
    client.force_login(manager)
    for_reader = address("plan").replace("/it/", "/en/")
    assert "newer-round" not in client.get(for_reader).content.decode()

    Assessment.objects.filter(pk=newer.pk).update(status="closed", closed_at=NOW)
    page = client.get(for_reader)
    assert (page.context["page"].round_on, page.context["page"].newer_round_on) == (date(2014, 10, 1), date(2016, 5, 2))
    assert "made from the round of 1 October 2014; a round of 2 May 2016 is closed since" in page.content.decode()


def test_a_draft_of_an_earlier_round_is_said_to_be_outdated_instead(client, cluster, coordinator):
    plan_for(cluster, coordinator)
    AssessmentFactory(cluster=cluster, assessed_on=date(2016, 5, 2), closed=True)
    client.force_login(coordinator)
    shown = client.get(address("plan")).context
    assert (shown["page"].newer_round_on, shown["is_outdated"]) == (None, True)


def needed_indicators(cluster, *gaps):
    """Confirm a need of each gap from one assessment, and return their indicators."""
    assessment = AssessmentFactory(cluster=cluster)
    indicators = [IndicatorFactory(group__framework=assessment.framework) for _ in gaps]
    for indicator, gap in zip(indicators, gaps, strict=True):
        TrainingNeedFactory(cluster=cluster, assessment=assessment, indicator=indicator, gap_bp=gap)
    return indicators


def english_plan(client, by):
    client.force_login(by)
    page = client.get(address("plan").replace("/it/", "/en/"))
    return page.context["page"], " ".join(page.content.decode().split())


@pytest.mark.parametrize(
    ("lifts", "hours", "said"),
    [
        ([1000, 500], 16, "the plan brings 15 %, and even all modules together would bring only 15 %."),
        ([1000, 500], 8, "the plan brings 10 %, and even all modules together would bring only 15 %."),
        ([1500, 1000], 8, "All modules together would bring 25 %, but that takes more hours."),
        ([], 8, "no module that the plan may choose lifts this indicator."),
    ],
)
def test_a_minimum_requirement_that_stays_missed_says_why(client, cluster, coordinator, lifts, hours, said):
    indicator = IndicatorFactory(minimum_requirement=3)
    TrainingNeedFactory(cluster=cluster, indicator=indicator)
    for lift in lifts:
        ModuleFactory(lifts={indicator: lift})
    ModuleFactory(audience="officials", lifts={indicator: 9000})
    ModuleFactory(lifts={IndicatorFactory(): 9000})
    dropped = ModuleFactory(lifts={indicator: 9000})
    told = {"languages": "any", "by": coordinator, "now": NOW}
    compute_plan(owner=cluster, budget_minutes=hours * 60, pins=[], drops=[dropped.code], **told)

    page, text = english_plan(client, coordinator)

    assert (page.plan.minimums_met, page.plan.minimums_open) == (0, 1)
    assert f"25 % of the range is needed{'; the plan brings' if lifts else ', and no module'}" in text
    assert said in text
    assert "the only one missed today stays missed" in text


def test_a_minimum_requirement_that_is_met_is_said_to_be(client, cluster, coordinator):
    plan_for(cluster, coordinator, 2)

    _page, text = english_plan(client, coordinator)

    assert "2 of 2" in text
    assert "all those missed today would be met" in text
    assert "stays missed" not in text


def test_modules_are_listed_with_prerequisites_first_and_say_language_period_and_hours(client, cluster, coordinator):
    indicators = needed_indicators(cluster, 2500, 2500, 2500)
    last = ModuleFactory(code="C", lifts={indicators[0]: 2500}, planned_from=date(2027, 5, 1))
    first = ModuleFactory(code="B", lifts={indicators[1]: 2500}, planned_from=date(2027, 6, 1), duration_minutes=60)
    early = ModuleFactory(code="A", lifts={indicators[2]: 2500}, planned_from=date(2027, 4, 1), in_english=True)
    early.prerequisites.set([first])
    early.save()
    told = {"languages": "any", "by": coordinator, "now": NOW}
    compute_plan(owner=cluster, budget_minutes=3000, pins=[], drops=[], **told)

    page, text = english_plan(client, coordinator)

    assert [row.line.module for row in page.chosen] == [last, first, early]
    assert '<li class="plan-module-hours">1 hour <' in text.replace("</li>", " </li>").replace("  ", " ")
    assert "1 hours" not in text
    assert "Italian or English" in text
    assert "from 1 Apr 2027" in text


def test_shares_are_rounded_half_up_but_never_to_the_whole(client, cluster, coordinator):
    for indicator, lift in zip(needed_indicators(cluster, 7500, 10_000), (3500, 9999), strict=True):
        ModuleFactory(lifts={indicator: lift})
    told = {"languages": "any", "by": coordinator, "now": NOW}
    compute_plan(owner=cluster, budget_minutes=3000, pins=[], drops=[], **told)

    _page, text = english_plan(client, coordinator)

    assert "<span>46.7 %</span>" in text
    assert "<span>99.9 %</span>" in text


@pytest.mark.parametrize("clusters", [1, 30])
def test_list_of_plans_takes_as_many_queries_for_thirty_clusters(
    client, coordinator, clusters, django_assert_num_queries
):
    for _ in range(clusters):
        TrainingPlanFactory(cluster=TrainingNeedFactory().cluster, published=True)
    client.force_login(coordinator)
    client.get(reverse("courses:plans"))

    with django_assert_num_queries(QUERIES_LIST):
        page = client.get(reverse("courses:plans"))
    assert [row.needs for row in page.context["rows"]] == [1] * clusters


def test_list_of_plans_names_the_next_step(client, coordinator):
    later = NOW + timedelta(hours=1)
    steps = {
        "assess": ClusterFactory(name="a"),
        "compute": TrainingNeedFactory(cluster__name="b").cluster,
        "publish": TrainingNeedFactory(cluster__name="c").cluster,
        "done": TrainingNeedFactory(cluster__name="d").cluster,
        "compute again": TrainingNeedFactory(cluster__name="e", decided_at=later).cluster,
    }
    TrainingPlanFactory(cluster=steps["publish"])
    TrainingPlanFactory(cluster=steps["done"], published=True)
    TrainingPlanFactory(cluster=steps["compute again"], published=True)
    client.force_login(coordinator)

    rows = client.get(reverse("courses:plans")).context["rows"]

    assert [row.next_step for row in rows] == ["assess", "compute", "publish", "follow", "compute"]


def test_compute_and_publish_by_the_forms(client, cluster, coordinator):
    plan_for(cluster, coordinator)
    client.force_login(coordinator)

    answer = client.post(address("plan_edit"), {"hours": "37,5", "languages": "it"})
    assert answer.url == address("plan", query="?show=draft")
    draft = TrainingPlan.objects.get(status="draft")
    assert (draft.budget_minutes, draft.languages) == (2250, "it")
    assert client.get(address("plan_publish")).context["changes"] is None
    answer = client.post(address("plan_publish"), {"computed_at": draft.computed_at.isoformat()})
    assert answer.url == address("plan", query="?show=published")
    draft.refresh_from_db()
    assert draft.status == "published"
    assert client.post(address("plan_publish"), {"computed_at": draft.computed_at.isoformat()}).status_code == 302


def test_publishing_shows_what_changes(client, cluster, coordinator):
    publish_plan(plan=plan_for(cluster, coordinator), by=coordinator, now=NOW)
    module = ModuleFactory(code="EXTRA")
    client.force_login(coordinator)
    kept = TrainingPlan.objects.get().lines.get().module
    client.post(
        address("plan_edit"),
        {"hours": "40", "languages": "any", f"module_{module.pk}": "pin", f"module_{kept.pk}": "drop"},
    )

    changes = client.get(address("plan_publish")).context["changes"]

    assert (changes.added, changes.removed, changes.kept) == (["EXTRA"], [kept.code], 0)


def test_publishing_a_draft_that_changed_since_it_was_read_says_so(client, cluster, coordinator):
    draft = plan_for(cluster, coordinator)
    client.force_login(coordinator)

    answer = client.post(address("plan_publish"), {"computed_at": "2020-01-01T00:00:00+00:00"})

    assert answer.status_code == 200
    draft.refresh_from_db()
    assert draft.status == "draft"


ODD_HOURS = ["", "abc", "-1", "500,01", "1e9", "NaN", "1e-9", "4\x000", "9" * 400, "1.000,5"]
ODD_FIELDS = [{"languages": "fr"}, {"languages": "\x00"}, {"module": "never"}]


@pytest.mark.parametrize("field", [*({"hours": hours} for hours in ODD_HOURS), *ODD_FIELDS])
def test_odd_input_is_told_beside_the_field_and_changes_nothing(client, cluster, coordinator, field):
    draft = plan_for(cluster, coordinator)
    client.force_login(coordinator)
    module = draft.lines.get().module
    data = {"hours": "40", "languages": "any"} | field
    if "module" in data:
        data[f"module_{module.pk}"] = data.pop("module")

    answer = client.post(address("plan_edit"), data)

    assert answer.status_code == 200
    (mistakes,) = answer.context["form"].errors.values()
    assert len(mistakes) == 1
    assert TrainingPlan.objects.get().computed_at == NOW


def test_pins_over_the_hours_are_told_with_titles(client, cluster, coordinator):
    draft = plan_for(cluster, coordinator)
    module = draft.lines.get().module
    title_modules((module, "Strategia di cluster"))
    client.force_login(coordinator)

    answer = client.post(address("plan_edit"), {"hours": "7", "languages": "any", f"module_{module.pk}": "pin"})

    assert "Strategia di cluster" in answer.context["form"].non_field_errors()[0]


def test_the_form_starts_from_the_plan_before(client, cluster, coordinator):
    plan_for(cluster, coordinator)
    module = ModuleFactory()
    client.force_login(coordinator)
    client.post(address("plan_edit"), {"hours": "12.5", "languages": "it", f"module_{module.pk}": "pin"})

    form = client.get(address("plan_edit")).context["form"]

    assert (form["hours"].value(), form["languages"].value(), form[f"module_{module.pk}"].value()) == (
        "12.5", "it", "pin"
    )  # fmt: skip


def test_titles_are_in_the_readers_language_then_in_the_other_then_the_code(client, cluster, manager, coordinator):
    plan = plan_for(cluster, coordinator, 2)
    first, second = [line.module for line in plan.lines.all()]
    title_modules((first, "Titolo italiano"))
    page = ModulePage.objects.get()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=False)
    english.title, english.live = "English title", True
    english.save()
    publish_plan(plan=plan, by=coordinator, now=NOW)
    client.force_login(manager)

    def titles(prefix):
        shown = client.get(address("plan").replace("/it/", prefix)).context["page"]
        return [row.title for row in shown.chosen]

    assert titles("/it/") == ["Titolo italiano", second.code]
    assert titles("/en/") == ["English title", second.code]
    english.delete()
    assert titles("/en/") == ["Titolo italiano", second.code]


@pytest.mark.parametrize("view", ["plan", "plan_edit", "plan_publish"])
def test_pages_refuse_other_methods(client, cluster, coordinator, view):
    client.force_login(coordinator)

    assert client.delete(address(view)).status_code == 405


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


def work_off(queue):
    (row,) = queue.all()
    row.set_successful(compute_in_background.call(**row.task_result.kwargs))


@pytest.fixture
def large_case(cluster, coordinator, monkeypatch, client):
    draft = plan_for(cluster, coordinator)
    monkeypatch.setattr(views, "AT_ONCE", 0)
    client.force_login(coordinator)
    return draft.lines.get().module


def test_a_large_plan_is_computed_in_the_background(client, large_case, queue):
    waiting = client.post(address("plan_edit"), {"hours": "12", "languages": "any"}).url

    assert TrainingPlan.objects.get().budget_minutes == 30_000
    assert client.get(waiting).context["problems"] is None
    assert "<html" not in client.get(waiting, headers={"hx-request": "true"}).content.decode()
    work_off(queue)
    assert TrainingPlan.objects.get(status="draft").budget_minutes == 720
    assert client.get(waiting).url == address("plan", query="?show=draft")
    asked = client.get(waiting, headers={"hx-request": "true"})
    assert asked.headers["HX-Redirect"] == address("plan", query="?show=draft")


def test_a_large_plan_that_cannot_be_says_why(client, large_case, queue):
    wish = {"hours": "7", "languages": "any", f"module_{large_case.pk}": "pin"}
    waiting = client.post(address("plan_edit"), wish).url
    work_off(queue)

    page = client.get(waiting)

    assert large_case.code in page.context["problems"][0]
    assert TrainingPlan.objects.get().budget_minutes == 30_000


def test_a_computation_is_seen_by_coordinators_under_its_cluster_only(client, large_case, queue, manager):
    ClusterFactory(slug="other")
    waiting = client.post(address("plan_edit"), {"hours": "12", "languages": "any"}).url

    assert client.get(waiting.replace("sedia", "other")).status_code == 404
    assert client.get(address("plan") + "computing/00000000-0000-0000-0000-000000000000/").status_code == 404
    client.force_login(manager)
    assert client.get(waiting).status_code == 404


def test_a_large_plan_of_an_official_is_computed_under_that_official_only(client, coordinator, monkeypatch, queue):
    need, other = OfficialNeedFactory(), OfficialNeedFactory()
    ModuleFactory(audience="officials", competences=[need.competence])
    monkeypatch.setattr(views, "AT_ONCE", 0)
    client.force_login(coordinator)
    page = reverse("courses:official_plan", args=[need.person_id])

    waiting = client.post(f"{page}edit/", {"hours": "12", "languages": "any"}).url

    assert client.get(waiting).context["problems"] is None
    assert (
        client.get(waiting.replace(page, reverse("courses:official_plan", args=[other.person_id]))).status_code == 404
    )
    row = queue.get(task_path="courses.tasks.compute_in_background")
    row.set_successful(compute_in_background.call(**row.task_result.kwargs))
    assert TrainingPlan.objects.get(person=need.person).budget_minutes == 720
    assert client.get(waiting).url == f"{page}?show=draft"
