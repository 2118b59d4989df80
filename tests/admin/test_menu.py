"""Walks all that the admin's menu offers, with something in the history of every kind of object that has one."""

import pytest
from django.apps import apps
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu
from wagtail.log_actions import log, registry

from lms.people.models import Role
from tests.factories import person_with

from .test_screens import OURS, make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:Pagination may yield:django.core.paginator.UnorderedObjectListWarning"
    ),  # localize
]
HISTORY = "wagtailadmin_reports:site_history"


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
        screen = "inspect" if name in ("assessment_admin", "trainingneed_admin", "trainingplan_admin") else "edit"
        name = "wagtailusers_users" if thing._meta.model_name == "user" else name
        assert reverse(f"{name}:{screen}", args=[thing.pk]) in page, name


def test_history_of_the_site_takes_every_kind_of_logged_object(client, coordinator):
    for model in apps.get_models():
        if registry.get_log_model_for_model(model) and model._default_manager.exists():
            log(instance=model._default_manager.first(), action="wagtail.edit", user=coordinator)
    assert client.get(reverse(HISTORY)).status_code == 200
