"""The catalogue: what it shows, what each filter keeps, and that no address breaks it."""

from datetime import date

import pytest
from django.utils import translation

from courses.models import ModulePage
from lms.people.models import Role
from tests.factories import person_with
from tests.factories_courses import CompetenceFactory, CourseFactory, ModuleFactory
from tests.factories_pages import course_page, module_page, plant_site

pytestmark = pytest.mark.django_db
CATALOGUE = "/it/catalogo/"


@pytest.fixture
def catalogues():
    return plant_site()


@pytest.fixture
def course(catalogues):
    """A course with a page in Italian."""
    return course_page(catalogues["it"], CourseFactory(code="STR"))


def add(course, code, title=None, **facts):
    """Add a module with its Italian page."""
    words = {"title": title} if title else {}
    return module_page(course, ModuleFactory(code=code, course=course.course, **facts), **words)


def found(client, query="", address=CATALOGUE):
    answer = client.get(f"{address}{query}")
    assert answer.status_code == 200
    return [card.module.code for group in answer.context["groups"] for card in group.cards]


def test_catalogue_shows_offered_modules_with_a_live_page_in_its_language(client, catalogues, course):
    add(course, "A-1")
    add(course, "A-2", is_offered=False)
    ModuleFactory(code="A-3", course=course.course)  # no page at all
    draft = add(course, "A-4")
    draft.unpublish()
    english = course_page(catalogues["en"], CourseFactory(code="GOV"))
    add(english, "B-1")
    assert found(client) == ["A-1"]
    assert found(client, address="/en/catalogue/") == ["B-1"]


def test_catalogue_is_in_the_order_of_courses_and_codes(client, catalogues):
    second = course_page(catalogues["it"], CourseFactory(code="AAA", position=2))
    first = course_page(catalogues["it"], CourseFactory(code="ZZZ", position=1))
    for code in ("Z-2", "Z-1"):
        add(first, code)
    add(second, "A-1")
    assert found(client) == ["Z-1", "Z-2", "A-1"]


def test_card_gives_hours_of_the_locale(client, catalogues, course):
    add(course, "A-1", duration_minutes=450)
    english = course_page(catalogues["en"], course.course)
    module_page(english, ModulePage.objects.get().module)
    assert "7,5" in client.get(CATALOGUE).content.decode()
    assert "7.5 hours" in client.get("/en/catalogue/").content.decode()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("audience=managers", ["BOTH", "MAN"]),
        ("audience=officials", ["BOTH", "OFF"]),
        ("language=en", ["BOTH", "OFF"]),
        ("language=it", ["BOTH", "MAN"]),
        ("hours_from=8", ["MAN", "OFF"]),
        ("hours_from=7,5&hours_to=8", ["BOTH", "MAN"]),
        ("hours_to=7.5", ["BOTH"]),
        ("date_from=2027-03-31", ["MAN", "OFF"]),
        ("date_to=2027-01-01", ["BOTH"]),
        ("date_from=2027-02-01&date_to=2027-03-01", ["BOTH", "MAN"]),
        ("competence=strategy", ["BOTH"]),
        ("q=reti", ["MAN"]),
        ("q=RETI+d%27impresa", ["MAN"]),
        ("q=off", ["OFF"]),
        ("q=strategia", ["BOTH"]),
        ("q=scritto", ["OFF"]),
        ("audience=managers&language=en", ["BOTH"]),
        ("q=nothing+at+all", []),
    ],
)
def test_filter_keeps(client, course, query, kept):
    strategy = CompetenceFactory(slug="strategy", name="Strategia", name_en="Strategy")
    add(
        course, "BOTH", audience="both", in_english=True, duration_minutes=450, competences=[strategy],
        planned_from=date(2027, 1, 1), planned_until=date(2027, 3, 1),
    )  # fmt: skip
    add(course, "MAN", title="Reti d'impresa", planned_from=date(2027, 3, 1), planned_until=date(2027, 3, 31))
    officials = add(
        course, "OFF", audience="officials", in_italian=False, in_english=True, duration_minutes=600,
        planned_from=date(2027, 3, 31),
    )  # fmt: skip
    ModulePage.objects.filter(pk=officials.pk).update(outcomes="<p>Un bando scritto bene</p>")
    assert found(client, f"?{query}") == kept


def test_module_without_period_passes_no_filter_of_dates(client, course):
    add(course, "A-1")
    assert found(client, "?date_from=2027-01-01") == []


@pytest.mark.parametrize(
    "query",
    [
        "hours_from=abc", "hours_to=1e400", "hours_from=NaN", "hours_from=-1", "hours_from=99999999999999999999",
        "date_from=2026-13-45", "date_to=%00", "date_from=0000-00-00", "competence=unknown", "competence=%00",
        "audience=both", "audience=everybody", "language=fr", "q=%00", "q=%22", "q=%27%29--", "q=%25", "page=abc",
        "page=0", "page=99999", "page=%00", "unknown=1", "%00=1", "q=" + " " * 500, "language=xx&language=it",
    ],
)  # fmt: skip
def test_filter_that_cannot_be_read_breaks_nothing(client, course, query):
    add(course, "A-1", title='Bandi "aperti" al 100% e l\'altro )-- resto')
    assert found(client, f"?{query}") == ["A-1"]


def test_words_of_absurd_length_find_nothing_and_come_back_short(client, course):
    add(course, "A-1")
    answer = client.get(CATALOGUE, {"q": "a" * 10_000})
    assert answer.context["found_count"] == 0
    assert answer.context["form"]["q"].value() == "a" * 120


def test_filter_that_cannot_be_read_says_so_and_the_others_apply(client, course):
    add(course, "A-1")
    add(course, "A-2", audience="officials")
    answer = client.get(f"{CATALOGUE}?hours_from=abc&hours_to=5&audience=officials&hours_to=10")
    assert list(answer.context["form"].errors) == ["hours_from"]
    assert [chip.url for chip in answer.context["chips"]] == ["?hours_to=10", "?audience=officials"]
    assert answer.context["found_count"] == 1


@pytest.mark.parametrize("query", ["hours_from=abc", "hours_to=-1", "hours_to=1001", "hours_from=NaN", "date_to=x"])
def test_filter_that_is_left_out_says_that_it_is(client, course, query):
    answer = client.get(f"/en/catalogue/?{query}")
    ((sentence,),) = answer.context["form"].errors.values()
    assert sentence.endswith("the filter is left out.")


@pytest.mark.parametrize("query", ["strategia", "strategie", "STRATEG"])
def test_words_find_plural_and_singular(client, course, query):
    add(course, "A-1", title="Le strategie del cluster")
    assert found(client, f"?q={query}") == ["A-1"]


def test_range_that_ends_before_it_begins_says_so(client, course):
    add(course, "A-1")
    answer = client.get(f"{CATALOGUE}?hours_from=10&hours_to=2")
    assert list(answer.context["form"].errors) == ["hours_to"]


def test_what_is_typed_is_never_markup(client, course):
    answer = client.get(CATALOGUE, {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.content.decode()


def test_chip_leads_to_the_address_without_its_filter(client, course):
    add(course, "A-1")
    answer = client.get(f"{CATALOGUE}?q=modulo&language=it&page=1")
    assert [(chip.label, chip.url) for chip in answer.context["chips"][:1]] == [("«modulo»", "?language=it")]
    assert answer.context["chips"][1].url == "?q=modulo"


def test_pages_of_the_list_keep_the_filters(client, course):
    for number in range(25):
        add(course, f"M-{number:02}")
    assert len(found(client, "?language=it")) == 24
    assert found(client, "?language=it&page=2") == ["M-24"]
    assert "?language=it&amp;page=2" in client.get(f"{CATALOGUE}?language=it").content.decode()


def test_competences_to_choose_from_are_those_that_modules_train(client, course):
    add(course, "A-1", competences=[CompetenceFactory(slug="used", name="Usata")])
    add(course, "A-2", is_offered=False, competences=[CompetenceFactory(slug="retired")])
    CompetenceFactory(slug="idle")
    choices = client.get(CATALOGUE).context["form"].fields["competence"].choices
    assert [value for value, _label in choices] == ["", "used"]


@pytest.mark.parametrize("number", [1, 30])
def test_catalogue_asks_the_database_eleven_times_however_many_modules(
    client, course, number, django_assert_num_queries
):
    competence = CompetenceFactory()
    for n in range(number):
        add(course, f"M-{n:02}", competences=[competence])
    client.get(CATALOGUE)
    with django_assert_num_queries(11):
        client.get(CATALOGUE)


def test_course_page_shows_its_modules_and_their_hours(client, course):
    add(course, "A-1", duration_minutes=450)
    add(course, "A-2", duration_minutes=60)
    add(course, "A-3", is_offered=False)
    answer = client.get(course.url)
    assert [card.module.code for card in answer.context["cards"]] == ["A-1", "A-2"]
    assert answer.context["total_minutes"] == 510


def test_catalogue_is_the_same_for_who_is_signed_in(client, course):
    add(course, "A-1")
    with translation.override("it"):
        client.force_login(person_with(Role.COORDINATOR))
    assert found(client) == ["A-1"]
