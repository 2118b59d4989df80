"""The day after a grant has ended every page of it is closed at the next request: pages, admin and files."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from lms.people.models import Role
from lms.people.roles import group_name
from tests.factories import ClusterFactory, person_with
from tests.factories_benchmarks import make_framework, score_all

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 12, 31)
EVENING = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)  # one minute to midnight in Rome
MIDNIGHT = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def cluster():
    found = ClusterFactory(slug="boats", name="Boats")
    score_all(found, make_framework(indicators=1, groups=1), 2)
    return found


def file_for(role):
    """A document that only people with the role may read."""
    collection = Collection.get_first_root_node().add_child(name="For the role")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name=group_name(role)))
    file = ContentFile(b"text", name="minutes.txt")
    return Document.objects.create(title="Minutes", collection=collection, file=file)


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR])
def test_pages_of_a_cluster_close_at_midnight(client, cluster, role):
    pages = [reverse("benchmarking:benchmark", args=["boats"])]
    pages += [reverse("needs:needs", args=["boats"])] if role != Role.ASSESSOR else []
    with at(EVENING):
        person = person_with(role, cluster, valid_until=LAST_DAY)
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    with at(MIDNIGHT):
        assert [client.get(page).status_code for page in pages] == [404] * len(pages)
        desk = client.get(reverse("dashboard:desk"))
        assert desk.status_code == 200
        assert "Boats" not in desk.content.decode()
        assert client.get(reverse("dashboard:cluster", args=["boats"])).status_code == 200  # public


def test_admin_and_its_pages_close_at_midnight(client):
    addresses = [reverse(name) for name in ("wagtailadmin_home", "people_lists:lists", "wagtailusers_users:index")]
    template = reverse("people_lists:template", args=["xlsx"])
    with at(EVENING):
        client.force_login(person_with(Role.COORDINATOR, valid_until=LAST_DAY))
        assert [client.get(address).status_code for address in [*addresses, template]] == [200] * 4
    with at(MIDNIGHT):
        for address in [*addresses, template]:
            answer = client.get(address)
            assert answer.status_code in (302, 403)
            assert answer.get("Location", "/admin/login/").startswith(("/admin/login/", "/it/account/login/"))
        assert client.post(reverse("people_lists:lists")).status_code in (302, 403)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INSTRUCTOR, Role.COORDINATOR])
def test_files_for_a_role_close_at_midnight(client, role, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    document = file_for(role)
    address = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    with at(EVENING):
        client.force_login(person_with(role, valid_until=LAST_DAY))
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == b"text"
    with at(MIDNIGHT):
        assert client.get(address).status_code in (302, 403)


def test_auditor_reads_until_when_and_what(client):
    with at(EVENING):
        client.force_login(person_with(Role.AUDITOR, valid_until=LAST_DAY))
        desk = client.get("/en/desk/").content.decode()
        assert "holds until 31 December 2026, this day included" in desk
        assert "has not announced any edition or visit yet" in desk
    with at(MIDNIGHT):
        desk = client.get("/en/desk/").content.decode()
        assert "Your audit" not in desk
        assert "You hold no role in the programme today" in desk
