"""Modules as staff types them: hours, percentages, a controlled vocabulary, prerequisites without a circle."""

from datetime import date

import pytest
from django.urls import reverse

from courses.models import CompletedModule, Course, Module, ModuleLift, TaggedModule
from lms.needs.models import Competence
from lms.people.models import Role
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory, person_with
from tests.factories_courses import CompetenceFactory, CourseFactory, ModuleFactory, ModuleLiftFactory
from tests.factories_pages import course_page, module_page, plant_site

from .forms import form_at, send

pytestmark = pytest.mark.django_db
ADD = "module_admin:add"


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def edit(thing):
    return reverse(f"{thing._meta.model_name}_admin:edit", args=[thing.pk])


def test_module_is_typed_in_hours_and_percent_and_kept_in_minutes_and_basis_points(client, coordinator):
    competence, before, indicator = CompetenceFactory(), ModuleFactory(), IndicatorFactory()
    answer = send(
        client, reverse(ADD), code="NEW-1", course=str(CourseFactory().pk), duration_minutes="7,5", audience="both",
        in_english="on", eqf_level="6", competences=str(competence.pk), prerequisites=str(before.pk),
        lifts__TOTAL_FORMS="1", lifts__0__indicator=str(indicator.pk), lifts__0__share_bp="12.5",
    )  # fmt: skip
    assert answer.status_code == 302
    module = Module.objects.get(code="NEW-1")
    assert module.duration_minutes == 450
    assert [(lift.indicator, lift.share_bp) for lift in module.lifts.all()] == [(indicator, 1_250)]
    assert list(module.competences.all()) == [competence]
    assert list(module.prerequisites.all()) == [before]


def test_form_shows_hours_and_percent_as_people_write_them_and_sends_them_back_unchanged(client, coordinator):
    module = ModuleFactory(duration_minutes=450, competences=[CompetenceFactory()])
    ModuleLiftFactory(module=module, share_bp=1_250)
    shown = form_at(client, edit(module))
    assert (shown["duration_minutes"], shown["lifts-0-share_bp"]) == ("7,5", "12,5")
    assert send(client, edit(module)).status_code == 302
    module.refresh_from_db()
    assert module.duration_minutes == 450
    assert ModuleLift.objects.get().share_bp == 1_250
    assert TaggedModule.objects.count() == 1


@pytest.mark.parametrize("hours", ["", "0", "0.1", "201", "abc", "NaN", "-5", "1e400", "9" * 400, "0,3333", "\x00"])
def test_impossible_hours_are_refused(client, coordinator, hours):
    module = ModuleFactory()
    answer = send(client, edit(module), duration_minutes=hours)
    assert list(answer.context["form"].errors) == ["duration_minutes"]
    module.refresh_from_db()
    assert module.duration_minutes == 480


@pytest.mark.parametrize("share", ["", "0", "101", "x", "-1", "0.001", "Infinity", "1e99"])
def test_impossible_lift_is_refused(client, coordinator, share):
    module = ModuleLiftFactory(share_bp=500).module
    answer = send(client, edit(module), lifts__0__share_bp=share)
    assert list(answer.context["form"].formsets["lifts"].errors[0]) == ["share_bp"]
    assert ModuleLift.objects.get().share_bp == 500


def test_same_indicator_twice_is_refused(client, coordinator):
    lift = ModuleLiftFactory()
    typed = {"lifts__TOTAL_FORMS": "2", "lifts__1__indicator": str(lift.indicator_id), "lifts__1__share_bp": "10"}
    assert send(client, edit(lift.module), **typed).status_code == 200
    assert ModuleLift.objects.count() == 1


def test_prerequisites_in_a_circle_are_refused_with_the_way_round(client, coordinator):
    first, second, third = (ModuleFactory(code=code) for code in ("A-1", "A-2", "A-3"))
    for module, before in ((second, first), (third, second)):
        module.prerequisites.set([before])
        module.save()
    answer = send(client, edit(first), prerequisites=str(third.pk))
    assert "A-1 → A-3 → A-2 → A-1" in answer.context["form"].errors["prerequisites"][0]
    assert not Module.objects.get(code="A-1").prerequisites.exists()


def test_module_is_no_prerequisite_of_itself(client, coordinator):
    module = ModuleFactory()
    answer = send(client, edit(module), prerequisites=str(module.pk))
    assert answer.context["form"].errors["prerequisites"]


def test_free_tags_are_refused(client, coordinator):
    module = ModuleFactory()
    answer = send(client, edit(module), competences="a brand new word")
    assert answer.context["form"].errors["competences"]
    assert not Competence.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"in_italian": None},
        {"planned_from": "2027-02-01", "planned_until": "2027-01-01"},
        {"eqf_level": "9"},
        {"audience": "children"},
        {"course": "99999999999999999999"},
        {"code": ""},
    ],
)
def test_facts_out_of_order_are_refused_with_a_sentence(client, coordinator, changes):
    answer = send(client, edit(ModuleFactory()), **changes)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_course_with_modules_is_not_deleted_and_says_why(client, coordinator):
    module = ModuleFactory()
    answer = client.post(reverse("course_admin:delete", args=[module.course_id]), follow=True)
    assert answer.status_code == 200
    assert Course.objects.filter(pk=module.course_id).exists()


def test_competence_in_use_is_not_deleted(client, coordinator):
    competence = CompetenceFactory()
    ModuleFactory(competences=[competence])
    assert client.post(reverse("competence_admin:delete", args=[competence.pk])).status_code == 302
    assert Competence.objects.exists()


def test_competence_is_joined_to_indicators(client, coordinator):
    indicator = IndicatorFactory()
    answer = send(
        client, reverse("competence_admin:add"), slug="new", name="Nuova", name_en="New",
        indicator_links__TOTAL_FORMS="1", indicator_links__0__indicator=str(indicator.pk),
        indicator_links__0__strength="3",
    )  # fmt: skip
    assert answer.status_code == 302
    assert Competence.objects.get(slug="new").indicator_links.get().strength == 3


def test_completed_module_notes_who_recorded_it(client, coordinator):
    data = {"cluster": ClusterFactory().pk, "module": ModuleFactory().pk, "completed_on": "2016-05-01", "note": ""}
    assert client.post(reverse("completedmodule_admin:add"), data).status_code == 302
    assert CompletedModule.objects.get().recorded_by == coordinator
    answer = client.post(reverse("completedmodule_admin:add"), data)  # a second click
    assert answer.status_code == 200
    assert CompletedModule.objects.get().completed_on == date(2016, 5, 1)


@pytest.mark.parametrize("number", [1, 30])
def test_list_of_modules_asks_the_database_as_often_however_many(
    client, coordinator, number, django_assert_num_queries
):
    course = CourseFactory()
    for _ in range(number):
        ModuleFactory(course=course)
    client.get(reverse("module_admin:index"))
    with django_assert_num_queries(13):
        client.get(reverse("module_admin:index"))


@pytest.fixture
def titled(coordinator):
    """A module with its page and its course's page in the coordinator's language."""
    module = ModuleFactory(competences=[CompetenceFactory()])
    module_page(course_page(plant_site()["it"], module.course, title="Corso bello"), module, title="Modulo bello")
    return module


def test_choices_and_headings_say_code_and_title(client, titled):
    other = ModuleFactory()
    page = client.get(edit(other)).content.decode()
    assert f"{titled.code} – Modulo bello" in page
    assert f"{titled.course.code} – Corso bello" in page
    competence = Competence.objects.get()
    assert f"{competence.slug} – {competence}" in page
    assert f"{titled.code} – Modulo bello" in client.get(reverse("completedmodule_admin:add")).content.decode()
    assert f"{titled.code} Modulo bello" in client.get(edit(titled)).content.decode()


def test_forms_lead_to_the_pages_with_the_words(client, titled):
    for thing in (titled, titled.course):
        address = reverse("wagtailadmin_pages:edit", args=[thing.pages.get().pk])
        assert f'href="{address}"' in client.get(edit(thing)).content.decode()


def test_code_of_a_planned_module_stays(client, coordinator):
    module = ModuleFactory(code="OLD-1")
    CompletedModule.objects.create(cluster=ClusterFactory(), module=module, completed_on=date(2016, 1, 1))
    client.post(edit(module), form_at(client, edit(module)) | {"code": "NEW-1"})
    module.refresh_from_db()
    assert module.code == "OLD-1"


def test_keys_of_an_assessed_cluster_stay(client, coordinator):
    cluster, free = AssessmentFactory(cluster__code="OLD", cluster__slug="old").cluster, ClusterFactory()
    for thing in (cluster, free):
        data = form_at(client, edit(thing)) | {"code": f"NEW-{thing.pk}", "slug": f"new-{thing.pk}"}
        assert client.post(edit(thing), data).status_code == 302
        thing.refresh_from_db()
    assert (cluster.code, cluster.slug) == ("OLD", "old")
    assert (free.code, free.slug) == (f"NEW-{free.pk}", f"new-{free.pk}")
