"""Pages in the admin: edited, illustrated and translated by coordinators, for as long as they are."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from courses.models import ModulePage
from lms.benchmarking.models import BenchmarkRules
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_courses import CourseFactory, ModuleFactory
from tests.factories_pages import course_page, module_page, plant_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR, valid_until=date(2026, 12, 31))
    with time_machine.travel("2026-12-31T12:00:00Z", tick=False):
        client.force_login(person)
        yield person


@pytest.fixture
def catalogues():
    return plant_site()


@pytest.fixture
def page(catalogues):
    return module_page(course_page(catalogues["it"], CourseFactory()), ModuleFactory())


def picture():
    content = BytesIO()
    Picture.new("RGB", (40, 30)).save(content, "PNG")
    return SimpleUploadedFile("picture.png", content.getvalue(), "image/png")


def requests(client, page):
    """Try everything that changes pages, pictures, documents and settings."""
    upload = {"title": "Foto", "file": picture(), "collection": "1"}
    yield client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    yield client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "Changed"})
    yield client.get(reverse("wagtailadmin_explore_root"))
    yield client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    yield client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    yield client.get(reverse("wagtailimages:add"))
    yield client.post(reverse("wagtailimages:add"), upload)
    yield client.get(reverse("wagtaildocs:add"))
    yield client.get(reverse("wagtailsettings:edit", args=["benchmarking", "benchmarkrules"]), follow=True)
    yield client.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk]))


def test_coordinator_edits_pages_and_uploads_pictures(client, coordinator, page):
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    answer = client.post(reverse("wagtailimages:add"), {"title": "Foto", "file": picture(), "collection": "1"})
    assert answer.status_code == 302
    assert get_image_model().objects.get().title == "Foto"


def test_expired_grant_closes_pages_pictures_and_settings_at_the_next_request(client, page):
    person = person_with(Role.COORDINATOR, valid_until=date(2026, 12, 31))
    with time_machine.travel("2026-12-31T12:00:00Z", tick=False):
        client.force_login(person)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    with time_machine.travel("2027-01-01T12:00:00Z", tick=False):
        for number, answer in enumerate(requests(client, page)):
            closed = answer.status_code == 403 or "/login/" in getattr(answer, "url", "")
            assert closed or answer.redirect_chain[0][0].startswith("/admin/login/"), number
    page.refresh_from_db()
    assert (page.title, page.live) == (f"Modulo {page.module.code}", True)
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_other_roles_touch_no_page(client, page, role):
    of_a_cluster = role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR)
    client.force_login(person_with(role, ClusterFactory() if of_a_cluster else None))
    for number, answer in enumerate(requests(client, page)):
        assert answer.status_code in (302, 403), number
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REGIONAL_OFFICIAL])
def test_who_may_not_enter_is_told_so_and_not_sent_round_in_circles(client, role):
    client.force_login(person_with(role))
    answer = client.get(reverse("wagtailadmin_home"), follow=True)  # a circle would raise
    assert answer.status_code in (200, 403)
    assert len(answer.redirect_chain) <= 4


def test_coordinator_translates_a_page_and_the_module_comes_along(client, coordinator, catalogues):
    page = module_page(course_page(catalogues["it"], CourseFactory()), ModuleFactory())
    english = Locale.objects.get(language_code="en")
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"locales": [english.pk]}).status_code == 302
    twin = ModulePage.objects.get(locale=english)
    assert (twin.module, twin.translation_key) == (page.module, page.translation_key)
    other = ModuleFactory()
    ModulePage.objects.filter(pk=page.pk).update(module=other)
    source = TranslationSource.objects.get_for_instance(page)
    assert client.post(reverse("wagtail_localize:update_translations", args=[source.pk])).status_code == 302
    twin.refresh_from_db()
    assert Translation.objects.get(source=source).enabled
    assert client.get(reverse("wagtailadmin_pages:edit", args=[twin.pk])).status_code == 200


def test_coordinator_opens_the_comparison_with_peers(client, coordinator):
    address = reverse("wagtailsettings:edit", args=["benchmarking", "benchmarkrules"])
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    assert (
        client.post(answer.request["PATH_INFO"], {"managers_see_peers": "on", "conflict_months": 24}).status_code == 302
    )
    assert BenchmarkRules.objects.get().managers_see_peers


@pytest.mark.parametrize(
    "address", ["/admin/pages/search/", "/admin/images/", "/admin/documents/", "/admin/cluster_admin/"]
)
def test_search_in_the_admin_takes_anything(search_tables, client, coordinator, address):
    for query in ["%22", "%00", "%22a", "a" * 10_000, "%27", "*", "a%20OR", "%0a"]:
        assert client.get(f"{address}?q={query}").status_code == 200, query[:10]


@pytest.mark.parametrize(("language", "label"), [("it", "Pagine"), ("en", "Pages")])
def test_admin_speaks_the_persons_language(client, coordinator, language, label):
    coordinator.language = language
    coordinator.save()
    answer = client.get(reverse("wagtailadmin_home"))
    assert f'lang="{language}"' in answer.content.decode()
    assert label in answer.content.decode()


def test_settings_offer_the_rules_of_the_benchmark_and_no_users_or_groups(client, coordinator):
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/settings/benchmarking/benchmarkrules/" in page
    assert "/admin/groups/" not in page
    for closed in ("sites", "collections", "groups", "redirects", "locales/new"):
        assert client.get(f"/admin/{closed}/").status_code in (302, 403), closed
