"""Walks all that the admin's menu offers, with something in the history of every kind of object that has one."""

import pytest
from django.apps import apps
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu
from wagtail.log_actions import log, registry

from lms.benchmarking.models import Assessment
from lms.people.models import Role
from tests.factories import AssessmentFactory, person_with
from tests.factories_courses import TrainingNeedFactory

from .test_screens import OURS, make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:Pagination may yield:django.core.paginator.UnorderedObjectListWarning"
    ),  # localize
]
HISTORY = "wagtailadmin_reports:site_history"
READ_ONLY = (
    "assessment_admin",
    "attendanceentry_admin",
    "certificate_admin",
    "change_admin",
    "consenttext_admin",
    "enrolment_admin",
    "erasurerequest_admin",
    "jobrun_admin",
    "labelproposal_admin",
    "message_admin",
    "offering_admin",
    "retentionrun_admin",
    "trainingneed_admin",
    "trainingplan_admin",
    "trainingsession_admin",
)


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def history(coordinator):
    """Something done to an object of every viewset."""
    things = [viewset.model.objects.get(pk=make(viewset.model).pk) for viewset in OURS]
    for thing in things:
        log(instance=thing, action="wagtail.edit", user=coordinator)
    return things


def items_of(menu, request):
    for item in menu.menu_items_for_request(request):
        if isinstance(item, SubmenuMenuItem):
            yield from items_of(item.menu, request)
        elif isinstance(item, MenuItem) and item.url.startswith("/admin/"):
            yield item


def test_everything_on_the_menu_opens(client, coordinator, history):
    request = RequestFactory().get("/admin/")
    request.user = coordinator
    addresses = {item.url for item in items_of(admin_menu, request)}
    assert reverse(HISTORY) in addresses
    assert len(addresses) > 20
    for address in sorted(addresses):
        if "logout" not in address:
            assert client.get(address, follow=True).status_code == 200, address


def test_history_of_the_site_leads_to_the_page_of_what_has_no_form(client, history):
    page = client.get(reverse(HISTORY)).content.decode()
    for thing in history:
        name = f"{thing._meta.model_name}_admin"
        screen = "inspect" if name in READ_ONLY else "edit"
        name = "wagtailusers_users" if thing._meta.model_name == "user" else name
        assert reverse(f"{name}:{screen}", args=[thing.pk]) in page, name


def test_history_of_the_site_takes_every_kind_of_logged_object(client, coordinator):
    for model in apps.get_models():
        if registry.get_log_model_for_model(model) and model._default_manager.exists():
            log(instance=model._default_manager.first(), action="wagtail.edit", user=coordinator)
    assert client.get(reverse(HISTORY)).status_code == 200


def test_first_page_says_what_waits(client, coordinator):
    home = reverse("wagtailadmin_home")
    assessment = AssessmentFactory()
    TrainingNeedFactory(cluster=assessment.cluster, assessment=assessment)
    page = client.get(home).content.decode()
    panel = page.partition('id="programme-panel"')[2].partition("</section>")[0]
    assert reverse("benchmark_import:uploads") in panel
    assert panel.count("<li>") == 3  # the import, the open assessment, the cluster without a plan
    Assessment.objects.update(status="closed", closed_at=timezone.now())
    assert client.get(home).content.decode().partition('id="programme-panel"')[2].count("?status=open") == 0
