"""Site search answers anything, and shows nobody what is not for them."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from lms.dashboard.search import shown_query
from lms.pages.models import StandardPage
from lms.pages.search_backend import clean_query, stem
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_courses import CourseFactory, ModuleFactory
from tests.factories_pages import course_page, module_page, plant_site
from tests.factories_training import OfferingFactory

ODD = {
    "quote": '"', "quote and letter": '"a', "blank": " ", "newline": "\n", "nul": "\0",
    "nul inside": "clu\0ster", "nothing": "", "ten thousand": "a " * 5000,
    "one long word": "a" * 10_000, "signs": "!§$%&/()=?*+~#'-_.:,;<>|^°", "emoji": "🧩🚀",
    "operators": "AND OR NOT NEAR", "near": "NEAR(a b)", "column": "title:x", "star": "clust*",
    "minus": "-cluster", "parenthesis": "(cluster", "caret": "^cluster", "backslash": "\\",
    "tsquery": "a & | ! <-> b:*", "percent": "%", "like": "_%", "arabic": "عنقود",
    "zero width": "clu\u200bster", "unknown sign": "\ufffd", "superscript": "x²½",
    "markup": "<script>alert(1)</script>", "apostrophe": "l'innovazione",
}  # fmt: skip


@pytest.fixture
def pages(db, search_tables):
    catalogues = plant_site()
    it, en = catalogues["it"].locale, catalogues["en"].locale
    home, home_en = catalogues["it"].get_parent(), catalogues["en"].get_parent()
    made = {
        "open": home.add_child(
            instance=StandardPage(title="Qualità e città", slug="qualita", intro="Perché", locale=it)
        ),
        "english": home_en.add_child(instance=StandardPage(title="Qualità abroad", slug="quality", locale=en)),
        "closed": home.add_child(instance=StandardPage(title="Qualità riservata", slug="riservata", locale=it)),
        "draft": home.add_child(instance=StandardPage(title="Qualità bozza", slug="bozza", locale=it, live=False)),
        "course": course_page(catalogues["it"], CourseFactory(), title="Corso di qualità"),
    }
    made["below"] = made["closed"].add_child(instance=StandardPage(title="Qualità sotto", slug="sotto", locale=it))
    made["module"] = module_page(made["course"], ModuleFactory(), title="Modulo di qualità", summary="In breve.")
    PageViewRestriction.objects.create(page=Page.objects.get(pk=made["closed"].pk), restriction_type="login")
    ClusterFactory(
        slug="mare", name="Cluster del mare", description_it="Navi e qualità.", description_en="Ships and boats."
    )
    call_command("update_index", verbosity=0)
    return made


def found(client, query, language="it"):
    response = client.get(f"/{language}/search/", {"q": query})
    assert response.status_code == 200
    groups = {name: [r.title for r in response.context[name]] for name in ("modules", "courses", "offerings", "pages")}
    return groups | {"clusters": [cluster.name for cluster in response.context["clusters"]]}


NOTHING = {"modules": [], "courses": [], "offerings": [], "pages": [], "clusters": []}


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("query", ODD.values(), ids=ODD.keys())
def test_search_answers_anything(client, pages, query, language):
    response = client.get(f"/{language}/search/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("raw", ["q=%00", "q=%FF%FE", "q=%", "q[]=a", "q=a&q=b", "x=1", "q=%ED%A0%80"])
def test_search_answers_any_address(client, pages, raw):
    assert client.get(f"/it/search/?{raw}").status_code == 200


def test_search_groups_what_everybody_may_read_in_the_language_of_the_page(client, pages):
    assert found(client, "qualità") == {
        "modules": ["Modulo di qualità"],
        "courses": ["Corso di qualità"],
        "offerings": [],
        "pages": ["Qualità e città"],
        "clusters": ["Cluster del mare"],
    }
    assert found(client, "qualità", "en") == NOTHING | {"pages": ["Qualità abroad"]}


@pytest.mark.parametrize("query", ["riservata", "bozza", "sotto"])
def test_search_finds_no_draft_and_nothing_restricted_even_for_coordinators(client, pages, query):
    client.force_login(person_with(Role.COORDINATOR))
    assert found(client, query) == NOTHING


@pytest.mark.parametrize("query", ["qualità", "QUALITÀ", "qualita\u0300", '"qualità"', "qualità,", "città qualità"])
def test_search_reads_accents_cases_and_signs_as_people_type_them(client, pages, query):
    assert "Qualità e città" in found(client, query)["pages"]


@pytest.mark.parametrize(("query", "language"), [("navi", "it"), ("ships", "en"), ("ship", "en"), ("mare", "en")])
def test_search_finds_clusters_by_what_the_reader_can_read_of_them(client, pages, query, language):
    assert found(client, query, language)["clusters"] == ["Cluster del mare"]


@pytest.mark.parametrize(("query", "language"), [("ships", "it"), ("and", "it"), ("navi", "en"), ("ualità", "it")])
def test_search_finds_no_cluster_by_the_other_language_or_by_the_middle_of_a_word(client, pages, query, language):
    assert found(client, query, language)["clusters"] == []


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("strategia", "strategie"), ("strategie", "strategia"), ("modulo", "moduli"), ("soddisfazione", "soddisfa"),
        ("cluster", "clusters"), ("clusters", "cluster"), ("strategy", "strategies"), ("qualità", "qualit"),
        ("piano di rilancio", "rilanc pian"),
    ],
)  # fmt: skip
def test_search_finds_words_by_their_beginning_and_in_plural_and_singular(client, pages, written, query):
    home = pages["open"].get_parent()
    home.add_child(instance=StandardPage(title="Trovami", slug="x", intro=f"Una {written}.", locale=home.locale))
    call_command("update_index", verbosity=0)
    assert "Trovami" in found(client, query)["pages"]


def test_search_asks_for_every_word(client, pages):
    assert found(client, "qualità zebra") == NOTHING


def test_search_puts_first_what_has_the_words_as_typed_in_the_title(client, pages):
    home = pages["open"].get_parent()
    for n, title in enumerate(
        ["Strategia strategia strategia", "Le strategie di molti cluster del mare", "Strategico"]
    ):
        home.add_child(instance=StandardPage(title=title, slug=f"s-{n}", locale=home.locale))
    call_command("update_index", verbosity=0)
    assert found(client, "strategie")["pages"][0] == "Le strategie di molti cluster del mare"
    assert len(found(client, "strategie")["pages"]) == 3


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("strategie", "strateg"), ("strategy", "strateg"), ("moduli", "modul"), ("clusters", "cluster"),
        ("piano", "pian"), ("idea", "idea"), ("s3", "s3"), ("aaaaaaa", "aaaa"), ("più", "più"), ("società", "societ"),
    ],
)  # fmt: skip
def test_stem_leaves_out_last_vowels_and_the_plural_s_and_keeps_four_letters(word, left):
    assert stem(word) == left


def test_search_says_that_nothing_was_found(client, pages):
    assert "empty-state" in client.get("/it/search/", {"q": "zzz"}).content.decode()
    assert "empty-state" in client.get("/it/search/", {"q": "???"}).content.decode()
    assert "empty-state" not in client.get("/it/search/").content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_search_asks_the_database_as_often_for_many(client, pages, django_assert_num_queries, many):
    home = pages["open"].get_parent()
    for n in range(many):
        home.add_child(instance=StandardPage(title=f"Prova {n}", slug=f"prova-{n}", locale=pages["open"].locale))
        ClusterFactory(name=f"Prova {n}")
    call_command("update_index", verbosity=0)
    client.get("/it/search/?q=prova")  # addresses of sites are remembered
    with django_assert_num_queries(8):
        client.get("/it/search/?q=prova")


def test_clean_query_keeps_words_and_digits():
    assert clean_query('Gap  "S3"\x00_& 80 %') == "gap s3 80"
    assert clean_query("a" * 500) == "a" * 120
    assert clean_query("perche\u0301") == "perché"
    assert clean_query("NOT a") == "not a"


def test_shown_query_is_what_was_typed_without_signs_that_cannot_be_shown():
    assert shown_query(' a"\x00\n🧩 ') == 'a"🧩'


def announced(**fields):
    words = {"title_it": "Governare la qualità", "title_en": "Governing quality", "place": "Gorizia"}
    return OfferingFactory(**words, **fields)


@pytest.mark.parametrize(
    ("query", "language", "is_found"),
    [
        ("qualita", "it", True), ("governing", "en", True), ("gorizia qualità", "it", True), ("ed-77", "it", True),
        ("governing", "it", False), ("zebra", "it", False), ("gorizia zebra", "it", False),
    ],
)  # fmt: skip
def test_search_finds_what_was_announced_by_the_words_of_the_language(client, pages, query, language, is_found):
    offering = announced(code="ed-77")
    assert found(client, query, language)["offerings"] == (
        [offering.title_it if language == "it" else offering.title_en] if is_found else []
    )
    text = client.get(f"/{language}/search/", {"q": query}).content.decode()
    assert (f'href="/{language}/calendar/ed-77/"' in text) == is_found


def test_search_finds_no_draft_of_an_offering_even_for_coordinators(client, pages):
    announced(draft=True)
    client.force_login(person_with(Role.COORDINATOR))
    assert found(client, "gorizia") == NOTHING


@pytest.mark.parametrize("many", [1, 30])
def test_search_asks_once_for_all_offerings(client, pages, django_assert_num_queries, many):
    for _ in range(many):
        announced()
    client.get("/it/search/", {"q": "gorizia"})
    with django_assert_num_queries(6):
        response = client.get("/it/search/", {"q": "gorizia"})
    assert len(response.context["offerings"]) == many
