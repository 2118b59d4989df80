"""A plan on paper says what its page says, to whoever may see that page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page

from courses.actions import compute_plan, publish_plan
from courses.models import CataloguePage, CoursePage, ModulePage, TrainingPlan
from courses.plan_page import plan_page
from courses.plan_pdf import plan_pdf
from lms.benchmarking.templatetags.benchmark import percent, percent_reached
from lms.people.models import Role
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory, UserFactory, person_with
from tests.factories_courses import NOW, CourseFactory, ModuleFactory, TrainingNeedFactory, TrainingPlanFactory
from tests.pdf.reading import Reading

pytestmark = pytest.mark.django_db
QUERIES_MANAGER = 9
ADDRESS = "https://academy.clus3.example/it/clusters/sedia/plan/?show=published"


@pytest.fixture
def cluster():
    return ClusterFactory(slug="sedia", name="Sedia", full_name="Cluster «Sedia & Legno»")


@pytest.fixture
def manager(cluster):
    return person_with(Role.CLUSTER_MANAGER, cluster=cluster)


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def draft_for(owner, by, *, modules=2, left_out=1, hours=500):
    """As many needs as modules, the first with its minimum requirement; a long module that finds no room."""
    assessment = AssessmentFactory(cluster=owner)
    lifts = {}
    for place in range(modules):
        indicator = IndicatorFactory(group__framework=assessment.framework, minimum_requirement=None if place else 3)
        TrainingNeedFactory(cluster=owner, assessment=assessment, indicator=indicator)
        ModuleFactory(lifts={indicator: 2_000 + place})
        lifts[indicator] = 2_500
    for _ in range(left_out):
        ModuleFactory(lifts=lifts, duration_minutes=hours * 60 + 60)
    wish = {"languages": "any", "pins": [], "drops": []}
    return compute_plan(owner=owner, budget_minutes=hours * 60, by=by, now=NOW, **wish)


def published_for(owner, by, **wish):
    return publish_plan(plan=draft_for(owner, by, **wish), by=by, now=NOW)


def shown(plan):
    return plan_page(TrainingPlan.objects.for_page().get(pk=plan.pk))


def printed(page, **said):
    return Reading(plan_pdf(page, **{"made_at": NOW, "address": ADDRESS, "programme": "CLUS3 Academy"} | said))


def file_of(slug="sedia", show=""):
    return reverse("courses:plan_pdf", args=[slug]) + (f"?show={show}" if show else "")


def plain(words):
    """A no-break blank is drawn as a blank."""
    return words.replace("\u00a0", " ")


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return Reading(answer.content)


def test_paper_and_page_hold_the_same_figures(cluster, coordinator):
    plan = published_for(cluster, coordinator)
    page = shown(plan)
    found = printed(page)

    facts, needs, others = found.all("Table")
    assert [[cell.whole_text for cell in row.kids[1:]] for row in needs.all("TR")[1:]] == [
        [
            row.need.get_priority_display(),
            str(row.entry.weight),
            plain(percent(row.entry.gap_bp)),
            plain(percent(row.entry.closed_bp)),
            plain(percent_reached(row.share_closed)),
        ]
        for row in page.needs
    ]
    names = [row.kids[0].whole_text for row in needs.all("TR")[1:]]
    assert [
        name.startswith(f"{row.need.indicator.code} {row.name}") for name, row in zip(names, page.needs, strict=True)
    ] == [True] * 2
    assert [("25 %" in name, "20 %" in name) for name in names] == [(True, True), (False, False)]
    assert [node.text for node in found.all("H3")[:2]] == [f"{n}. {row.title}" for n, row in enumerate(page.chosen, 1)]
    assert [row.kids[0].text for row in others.all("TR")[1:]] == [row.title for row in page.others]
    assert facts.all("TR")[0].kids[1].text == "1"
    words = [page.total, percent_reached(page.closed_bp), *(row.why for row in [*page.chosen, *page.others])]
    assert [plain(said) for said in words if plain(said) not in found.root.whole_text] == []
    assert found.untagged == 0


def test_note_and_who_published_it_are_there(cluster, coordinator):
    draft = draft_for(cluster, coordinator)
    TrainingPlan.objects.filter(pk=draft.pk).update(note="Prima la strategia.\n\nPoi il resto <subito>.")
    draft.refresh_from_db()
    found = printed(shown(publish_plan(plan=draft, by=coordinator, now=NOW)))

    assert [node.text for node in found.all("P") if "Prima la" in node.text or "Poi il" in node.text] == [
        "Prima la strategia.",
        "Poi il resto <subito>.",
    ]
    assert str(coordinator) in found.root.whole_text
    assert "22 novembre 2026" in found.root.whole_text


def test_draft_says_so_on_each_page(cluster, coordinator):
    draft = draft_for(cluster, coordinator, modules=14)
    with translation.override("en"):
        found = printed(shown(draft))
        published = printed(shown(publish_plan(plan=draft, by=coordinator, now=NOW)))

    assert found.page_count > 2
    assert all("Draft" in said for said in found.artifacts)
    assert "This is a draft" in found.root.whole_text
    assert not any("Draft" in said for said in published.artifacts)
    assert "This is a draft" not in published.root.whole_text


def test_plan_of_an_official_bears_the_name(coordinator):
    official = person_with(Role.REGIONAL_OFFICIAL, user__first_name="Ελένη", user__last_name="D'Agostino")
    plan = TrainingPlanFactory(cluster=None, person=official, published=True)
    found = printed(shown(plan))

    assert "Ελένη D'Agostino" in found.all("H1")[0].text
    assert found.untagged == 0


def test_plan_without_modules_and_needs_is_a_document_too(cluster):
    found = printed(shown(TrainingPlanFactory(cluster=cluster)))

    assert len(found.all("H1")) == 1
    assert found.page_count == 1


def test_title_in_another_language_says_so(cluster, coordinator):
    plan = published_for(cluster, coordinator, modules=1, left_out=0)
    _title(plan.lines.get().module, "Scrivere la strategia", "it")
    with translation.override("en"):
        (heading,) = printed(shown(plan)).all("H3")
    (at_home,) = printed(shown(plan)).all("H3")

    assert (heading.text, heading.language) == ("1. Scrivere la strategia", "it")
    assert (at_home.text, at_home.language) == ("1. Scrivere la strategia", None)


def _title(module, title, language):
    locale = Locale.objects.get(language_code=language)
    catalogue = Page.get_first_root_node().add_child(
        instance=CataloguePage(title="Catalogo", slug=language, locale=locale)
    )
    course = catalogue.add_child(instance=CoursePage(title="Corso", course=CourseFactory(), summary="-", locale=locale))
    course.add_child(instance=ModulePage(title=title, module=module, summary="-", outcomes="-", locale=locale))


def test_demonstration_says_that_nothing_is_real(cluster, coordinator):
    found = printed(shown(published_for(cluster, coordinator)), warning="Dati inventati.")

    assert "Dati inventati." in found.root.whole_text
    assert all("Demonstration" in said or "Dimostrazione" in said for said in found.artifacts)


def test_same_plan_gives_the_same_bytes(cluster, coordinator):
    page, about = shown(published_for(cluster, coordinator)), {"address": ADDRESS, "programme": "CLUS3"}

    assert plan_pdf(page, made_at=NOW, **about) == plan_pdf(page, made_at=NOW, **about)
    assert plan_pdf(page, made_at=NOW, **about) != plan_pdf(page, made_at=NOW + timedelta(days=1), **about)


def test_file_is_for_those_who_see_the_page(client, cluster, manager, coordinator):
    TrainingPlanFactory(cluster=cluster, published=True)
    seen = {}
    for name, person in {
        "owner": manager,
        "tutor": person_with(Role.TUTOR, cluster=cluster),
        "coordinator": coordinator,
        "colleague": person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        "assessor": person_with(Role.ASSESSOR, cluster=cluster),
        "official": person_with(Role.REGIONAL_OFFICIAL),
        "stranger": UserFactory(),
    }.items():
        client.force_login(person)
        seen[name] = client.get(file_of()).status_code
    client.logout()
    seen["nobody"] = client.get(file_of()).status_code

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


def test_official_prints_the_own_plan_alone(client, coordinator):
    official, other = (person_with(Role.REGIONAL_OFFICIAL) for _ in range(2))
    TrainingPlanFactory(cluster=None, person=official, published=True)
    address, seen = reverse("courses:official_plan_pdf", args=[official.pk]), []
    for person in (official, other, coordinator):
        client.force_login(person)
        seen.append(client.get(address).status_code)

    assert seen == [200, 404, 200]


def test_each_prints_the_versions_that_the_page_shows(client, cluster, manager, coordinator):
    published_for(cluster, coordinator, left_out=0)
    wish = {"languages": "any", "pins": [], "drops": [], "by": coordinator, "now": NOW}
    publish_plan(plan=compute_plan(owner=cluster, budget_minutes=480, **wish), by=coordinator, now=NOW)
    compute_plan(owner=cluster, budget_minutes=960, **wish)
    asked = ["", "draft", "published", "1", "3", "4", "%00"]

    assert _versions(client, coordinator, asked) == [3, 3, 2, 1, 3, 404, 3]
    assert _versions(client, manager, asked) == [2, 2, 2, 404, 404, 404, 2]


def _versions(client, person, asked):
    client.force_login(person)
    answers = [client.get(file_of(show=show)) for show in asked]
    return [_version_in(answer) if answer.status_code == 200 else answer.status_code for answer in answers]


def _version_in(answer):
    return int(Reading(answer.content).all("Table")[0].all("TR")[0].kids[1].text)


def test_cluster_without_a_plan_has_no_file(client, cluster, manager):
    client.force_login(manager)

    assert client.get(file_of()).status_code == 404
    assert client.get(file_of("nobody")).status_code == 404
    assert client.post(file_of()).status_code == 405


def test_file_opens_under_its_name_and_is_kept_nowhere(client, cluster, manager, coordinator):
    published_for(cluster, coordinator)
    client.force_login(manager)
    answer = client.get("/en" + file_of().removeprefix("/it"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="training-plan-sedia-1.pdf"; '
        "filename*=UTF-8''Training%20plan%20%E2%80%93%20Sedia%20%E2%80%93%201.pdf"
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    found = Reading(answer.content)
    assert found.language == "en"
    assert [node.text for node in found.all("Link")] == ["http://testserver/en/clusters/sedia/plan/?show=published"]


def test_paper_says_that_a_newer_round_is_closed(cluster, coordinator):
    plan = published_for(cluster, coordinator)
    with translation.override("en"):
        assert "is closed since" not in str(printed(shown(plan)).said())
        AssessmentFactory(cluster=cluster, assessed_on=date(2016, 5, 2), closed=True)
        assert "a round of 2 May 2016 is closed since" in str(printed(shown(plan)).said())


def test_page_links_to_the_file_of_the_version_that_it_shows(client, cluster, coordinator):
    published_for(cluster, coordinator)
    client.force_login(coordinator)
    link = file_of(show="published")

    assert f'href="{link}"' in client.get(reverse("courses:plan", args=["sedia"])).content.decode()


@pytest.mark.parametrize("modules", [1, 30])
def test_queries_do_not_grow_with_the_plan(client, django_assert_num_queries, cluster, manager, coordinator, modules):
    published_for(cluster, coordinator, modules=modules)
    client.force_login(manager)
    client.get(file_of())

    with django_assert_num_queries(QUERIES_MANAGER):
        assert read(client, file_of()).page_count >= 1
