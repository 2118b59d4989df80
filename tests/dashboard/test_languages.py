"""The language switch stays on the page, and never leads to another site."""

import pytest

from lms.pages.models import StandardPage
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_pages import plant_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    catalogues = plant_site()
    homes = {code: catalogue.get_parent() for code, catalogue in catalogues.items()}
    italian = homes["it"].add_child(
        instance=StandardPage(title="Il programma", slug="il-programma", locale=catalogues["it"].locale)
    )
    homes["en"].add_child(
        instance=StandardPage(
            title="The programme", slug="the-programme", locale=catalogues["en"].locale,
            translation_key=italian.translation_key,
        )
    )  # fmt: skip
    homes["it"].add_child(instance=StandardPage(title="Solo", slug="solo", locale=catalogues["it"].locale))
    ClusterFactory(slug="uno")


def switch(client, to, page, **headers):
    return client.post("/language/", {"language": to, "next": page}, headers=headers)["Location"]


@pytest.mark.parametrize("browser", ["it", "en", "de"])
@pytest.mark.parametrize(
    ("page", "language", "leads_to"),
    [
        ("/it/", "en", "/en/"),
        ("/it/il-programma/", "en", "/en/the-programme/"),
        ("/it/il-programma/?page=2&x=%C3%A0", "en", "/en/the-programme/?page=2&x=%C3%A0"),
        ("/en/the-programme/", "it", "/it/il-programma/"),
        ("/en/the-programme/", "en", "/en/the-programme/"),
        ("/it/solo/", "en", "/en/"),
        ("/it/clusters/?page=2", "en", "/en/clusters/?page=2"),
        ("/en/clusters/uno/?a=b&c=d", "it", "/it/clusters/uno/?a=b&c=d"),
        ("/it/account/login/?next=/it/desk/", "en", "/en/account/login/?next=/it/desk/"),
        ("/it/search/?q=ab%20c", "en", "/en/search/?q=ab%20c"),
        ("/it/nothing/", "en", "/en/nothing/"),
        ("/it/no.thing?a=b", "en", "/en/no.thing?a=b"),
        ("/it//evil.example/", "en", "/en//evil.example/"),
        ("/it/account/nothing", "it", "/it/account/nothing"),
        ("/nothing", "en", "/en/"),
        ("/admin/", "en", "/admin/"),
        ("", "en", "/en/"),
        ("https://evil.example/it/", "en", "/en/"),
        ("//evil.example/it/", "en", "/en/"),
        ("/\\evil.example", "en", "/en/"),
        ("javascript:alert(1)", "en", "/en/"),
        ("/it/a\x00b/", "en", "/en/"),
        ("http://[", "en", "/en/"),
    ],
)
def test_switch_stays_on_the_page(client, pages, browser, page, language, leads_to):
    assert switch(client, language, page, **{"accept-language": browser}) == leads_to


def test_switch_is_remembered_by_browser_and_person(client, pages):
    person = person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory())
    client.force_login(person)
    response = client.post("/language/", {"language": "en", "next": "/it/desk/"})
    assert response.cookies["django_language"].value == "en"
    person.refresh_from_db()
    assert person.language == "en"


def test_switch_to_no_language_of_ours_changes_nothing(client, pages):
    for language in ("de", "", "\x00", "it'--", "i" * 9999):
        response = client.post("/language/", {"language": language, "next": "/it/"})
        assert response["Location"] == "/"
        assert "django_language" not in response.cookies


def test_switch_asks_for_a_post(client, pages):
    assert client.get("/language/?language=en").status_code == 405


def test_every_page_offers_the_switch_to_itself(client, pages):
    text = client.get("/it/clusters/?page=1&a=%26").content.decode()
    assert 'name="next" value="/it/clusters/?page=1&amp;a=%26"' in text
    assert text.count('name="language"') == 2
