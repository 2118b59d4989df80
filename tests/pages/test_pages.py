"""Home and standard pages, their blocks, where they stand, and the frame round them."""

import pytest
from django.core.cache import cache
from wagtail.models import Page, PageViewRestriction

from lms.dashboard.demonstration.mark import mark_loaded
from lms.pages.models import StandardPage
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with

pytestmark = pytest.mark.django_db


def names(items):
    return [item.label for item in items]


def test_standard_page_shows_every_block(client, site):
    text = client.get("/it/il-programma/").content.decode()
    for words in (
        "Perché",
        "<b>forza</b>",
        "Si impara facendo.",
        "https://video.example/1",
        "I cluster",
        "Ada",
        "Cifre",
    ):
        assert words in text
    assert text.count("<h1") == 1


def test_home_page_shows_hero_and_drawing(client, site):
    text = client.get("/it/").content.decode()
    assert "Benvenuti" in text
    assert "img/network.svg" in text


def test_page_below_says_the_way_to_it_and_what_lies_below(client, site):
    child = site["it"].add_child(instance=StandardPage(title="Le tappe", slug="tappe", locale=site["it"].locale))
    child.add_child(instance=StandardPage(title="Bozza", slug="bozza", locale=site["it"].locale, live=False))
    context = client.get("/it/il-programma/tappe/").context
    assert [(step.label, step.url) for step in context["breadcrumb"]] == [
        ("Il programma", "/it/il-programma/"),
        ("Le tappe", ""),
    ]
    assert context["below"] == []
    assert names(client.get("/it/il-programma/").context["below"]) == ["Le tappe"]


@pytest.mark.parametrize("children", [1, 30])
def test_standard_page_asks_the_database_as_often_with_many_pages(client, site, django_assert_num_queries, children):
    for n in range(children):
        site["it"].add_child(instance=StandardPage(title=f"P{n}", slug=f"p{n}", locale=site["it"].locale))
    client.get("/it/il-programma/")  # addresses of sites are remembered
    with django_assert_num_queries(10):
        client.get("/it/il-programma/")


def test_navigation_holds_sections_in_menus_and_footer_the_others(client, site):
    site["home_it"].add_child(instance=StandardPage(title="Privacy", slug="privacy", locale=site["it"].locale))
    site["home_it"].add_child(
        instance=StandardPage(title="Bozza", slug="bozza", locale=site["it"].locale, live=False, show_in_menus=True)
    )
    context = client.get("/it/clusters/").context
    assert "Il programma" in names(context["navigation"])
    assert {"Bozza", "Privacy", "The programme"}.isdisjoint(names(context["navigation"]))
    assert "Privacy" in names(context["footer_pages"])
    assert {"Bozza", "Il programma"}.isdisjoint(names(context["footer_pages"]))


@pytest.mark.parametrize("where", ["it", "home_it"])
def test_restricted_section_stands_in_no_menu(client, site, where):
    PageViewRestriction.objects.create(page=Page.objects.get(pk=site[where].pk), restriction_type="login")
    context = client.get("/it/clusters/").context
    assert "Il programma" not in names(context["navigation"])
    assert "Il programma" not in names(context["footer_pages"])


def test_navigation_marks_where_the_reader_is(client, site):
    marked = {item.label: item.current for item in client.get("/it/il-programma/").context["navigation"]}
    assert marked["Il programma"] == "page"
    assert list(marked.values()).count("") == len(marked) - 1
    ClusterFactory(slug="uno")
    below = [item.current for item in client.get("/it/clusters/uno/").context["navigation"] if item.current]
    assert below == ["true"]


def test_navigation_of_a_manager_leads_to_the_own_cluster(client, site):
    own = ClusterFactory(slug="uno")
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster=own))
    addresses = [item.url for item in client.get("/it/desk/").context["navigation"] if item.is_own]
    assert addresses == [
        "/it/desk/",
        "/it/clusters/uno/benchmark/",
        "/it/clusters/uno/needs/",
        "/it/clusters/uno/plan/",
    ]


def test_person_menu_leads_coordinators_to_the_administration_and_nobody_else(client, site):
    client.force_login(person_with(Role.COORDINATOR))
    assert "/admin/" in [item.url for item in client.get("/it/clusters/").context["person_menu"]]
    client.force_login(person_with(Role.REGIONAL_OFFICIAL))
    assert "/admin/" not in [item.url for item in client.get("/it/clusters/").context["person_menu"]]


def test_banner_stands_on_every_page_while_the_demonstration_is_loaded(client, site):
    pages = ["/it/", "/en/", "/it/il-programma/", "/it/clusters/", "/it/search/", "/it/account/login/", "/it/nothing/"]
    assert [path for path in pages if "demonstration-banner" in client.get(path).content.decode()] == []
    mark_loaded()
    cache.clear()
    assert [path for path in pages if "demonstration-banner" not in client.get(path).content.decode()] == []


def test_front_address_leads_to_the_language_of_the_browser_and_else_to_italian(client, site):
    assert client.get("/")["Location"] == "/it/"
    assert client.get("/", headers={"accept-language": "de"})["Location"] == "/it/"
    assert client.get("/", headers={"accept-language": "en-GB,en;q=0.8,it;q=0.5"})["Location"] == "/en/"
    client.cookies["django_language"] = "en"
    assert client.get("/", headers={"accept-language": "it"})["Location"] == "/en/"
