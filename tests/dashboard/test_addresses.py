"""What search engines read: the map of the site, one address per page, the same page in the other language."""

import re
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, PageViewRestriction

from lms.pages.models import StandardPage
from tests.factories import ClusterFactory
from tests.factories_pages import plant_site
from tests.factories_training import OfferingFactory

pytestmark = pytest.mark.django_db
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def pages():
    catalogues = plant_site()
    homes = {code: catalogue.get_parent() for code, catalogue in catalogues.items()}
    made = {}
    for name, code, more in [
        ("programma", "it", {}),
        ("programme", "en", {}),
        ("solo", "it", {}),
        ("bozza", "it", {"live": False}),
        ("riservata", "it", {}),
    ]:
        page = StandardPage(title=name, slug=name, locale=homes[code].locale, **more)
        if name == "programme":
            page.translation_key = made["programma"].translation_key
        made[name] = homes[code].add_child(instance=page)
    PageViewRestriction.objects.create(page=Page.objects.get(pk=made["riservata"].pk), restriction_type="login")
    ClusterFactory(slug="uno")
    OfferingFactory(code="ed-1")
    OfferingFactory(code="ed-draft", draft=True)
    return made


def mapped(client):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  # our own answer
    return {
        url.find("s:loc", SPACES).text: {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", SPACES)
        }
        for url in root.findall("s:url", SPACES)
    }


def test_map_has_what_everybody_may_read_and_nothing_else(client, pages):
    paths = {address.removeprefix("http://testserver") for address in mapped(client)}
    assert {"/it/", "/en/", "/it/programma/", "/en/programme/", "/it/solo/"} <= paths
    assert {"/it/clusters/", "/en/clusters/", "/it/clusters/uno/", "/en/clusters/uno/"} <= paths
    assert {"/it/calendar/", "/en/calendar/", "/it/calendar/ed-1/", "/en/calendar/ed-1/"} <= paths
    assert not [path for path in paths if "draft" in path or "bozza" in path or "riservata" in path or "desk" in path]


def test_map_names_the_same_page_in_the_other_language(client, pages):
    found = mapped(client)
    both = {"it": "http://testserver/it/programma/", "en": "http://testserver/en/programme/"}
    assert found[both["it"]] == found[both["en"]] == both
    assert list(found["http://testserver/it/solo/"]) == ["it"]
    assert found["http://testserver/it/clusters/uno/"]["en"] == "http://testserver/en/clusters/uno/"


@pytest.mark.parametrize("many", [1, 30])
def test_map_asks_the_database_as_often_for_many(client, pages, django_assert_num_queries, many):
    for n in range(many):
        ClusterFactory(slug=f"c-{n}")
        OfferingFactory()
    client.get("/sitemap.xml")
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")


def test_robots_are_shown_the_map(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_icon_is_found_without_the_page(client):
    assert client.get("/favicon.ico")["Location"].startswith("/static/img/favicon")


def links(client, path):
    text = client.get(path).content.decode()
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
    return canonical, dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', text))


@pytest.mark.parametrize(
    ("path", "canonical", "others"),
    [
        ("/it/", "/it/", {"it": "/it/", "en": "/en/"}),
        ("/it/programma/?x=1", "/it/programma/", {}),
        ("/en/clusters/uno/?a=b", "/en/clusters/uno/", {"it": "/it/clusters/uno/", "en": "/en/clusters/uno/"}),
        ("/it/clusters/?page=2", "/it/clusters/?page=2", {"it": "/it/clusters/?page=2", "en": "/en/clusters/?page=2"}),
        ("/it/calendar/", "/it/calendar/", {"it": "/it/calendar/", "en": "/en/calendar/"}),
        ("/en/calendar/ed-1/", "/en/calendar/ed-1/", {"it": "/it/calendar/ed-1/", "en": "/en/calendar/ed-1/"}),
        ("/it/clusters/?page=%22x", "/it/clusters/", {"it": "/it/clusters/", "en": "/en/clusters/"}),
    ],
)
def test_public_page_says_where_it_is(client, pages, path, canonical, others):
    host = "http://testserver"
    assert links(client, path) == ([host + canonical], {code: host + other for code, other in others.items()})


@pytest.mark.parametrize("path", ["/it/nothing/", "/it/search/", "/it/account/login/", "/it/riservata/"])
def test_what_is_no_public_page_says_nothing(client, pages, path):
    assert links(client, path) == ([], {})
