"""A module's page: its facts, what it asks for, what it closes."""

import pytest
from django.test import RequestFactory

from courses.models import ModulePage
from tests.factories import IndicatorFactory
from tests.factories_courses import CompetenceFactory, CourseFactory, ModuleFactory
from tests.factories_pages import course_page, module_page, plant_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_page(plant_site()["it"], CourseFactory(code="STR"))


def text(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_gives_the_lifts_from_the_largest(client, course):
    small, large = IndicatorFactory(name_it="Rete"), IndicatorFactory(name_it="Strategia")
    page = module_page(course, ModuleFactory(course=course.course, lifts={small: 1_250, large: 4_000}))
    answer = client.get(page.url)
    assert [(lift.indicator, lift.share_bp) for lift in answer.context["lifts"]] == [(large, 4_000), (small, 1_250)]
    assert "12,5\xa0%" in answer.content.decode()
    assert 'width="1250"' in answer.content.decode()


def test_page_links_what_it_asks_for_and_what_asks_for_it(client, course):
    first, second, third = (ModuleFactory(code=code, course=course.course) for code in ("M-1", "M-2", "M-3"))
    second.prerequisites.set([first])
    second.save()
    third.prerequisites.set([second])
    third.save()
    before = module_page(course, first)
    page = module_page(course, second)
    neighbours = client.get(page.url).context["neighbours"]
    assert [(n.code, n.page) for n in neighbours.before] == [("M-1", before)]
    assert [(n.code, n.page) for n in neighbours.after] == [("M-3", None)]  # no page in Italian: its code alone


def test_competence_leads_to_the_catalogue_filtered_by_it(client, course):
    page = module_page(course, ModuleFactory(course=course.course, competences=[CompetenceFactory(slug="strategy")]))
    assert 'href="/it/catalogo/?competence=strategy"' in text(client, page)


def test_page_of_a_module_that_is_not_offered_says_so(client, course):
    offered = module_page(course, ModuleFactory(course=course.course))
    retired = module_page(course, ModuleFactory(course=course.course, is_offered=False))
    assert "notice-warning" not in text(client, offered)
    assert "notice-warning" in text(client, retired)


def test_breadcrumb_leads_through_catalogue_and_course(client, course):
    page = module_page(course, ModuleFactory(course=course.course))
    crumbs = client.get(page.url).context["crumbs"]
    assert [(crumb.label, crumb.url) for crumb in crumbs] == [
        ("Catalogo", "/it/catalogo/"),
        (course.title, course.url),
        (page.title, ""),
    ]


def test_preview_of_a_page_without_module_works(course):
    page = ModulePage(title="Nuovo", slug="nuovo", locale=course.locale)
    context = page.get_context(RequestFactory().get("/"))
    assert "lifts" not in context


@pytest.mark.parametrize("number", [1, 30])
def test_module_page_asks_the_database_twelve_times_however_many_lifts(
    client, course, number, django_assert_num_queries
):
    before = ModuleFactory(course=course.course)
    module_page(course, before)
    lifts = {IndicatorFactory(): 100 for _ in range(number)}
    module = ModuleFactory(course=course.course, lifts=lifts, prerequisites=[before], competences=[CompetenceFactory()])
    page = module_page(course, module)
    client.get(page.url)
    with django_assert_num_queries(12):
        client.get(page.url)
