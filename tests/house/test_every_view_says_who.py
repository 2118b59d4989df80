"""Walks the URL configuration: every view says who may see it, and does as it says for every role and for nobody."""

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lms.access import Access
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with

# Views of packages, which carry no rule of ours. Everything else must.
THIRD_PARTY = [
    "admin/",  # Wagtail's admin: its own test below; an address that is not there is looked for as a page
    "documents/",  # Wagtail's documents: served by collection permissions
    "<language>/account/",  # allauth: sign-in, reset, second factor
    "<language>/^((?:[\\w\\-]+/)*)$",  # Wagtail's pages: public unless a page says otherwise
    "<language>/^_util/authenticate_with_password/(\\d+)/(\\d+)/$",
    "<language>/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "<language>/_util/login/",
]
# Pages of Wagtail's admin that must open to somebody who is not signed in.
OPEN_IN_ADMIN = {"/admin/login/", "/admin/jsi18n/", "/admin/sprite/", "/admin/logout/"}


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    view: object
    arguments: tuple[str, ...]


def routes():
    found = []
    walk(get_resolver().url_patterns, "", (), (), found)
    return found


def walk(patterns, prefix, namespaces, arguments, found):
    for entry in patterns:
        text = "<language>/" if type(entry.pattern).__name__ == "LocalePrefixPattern" else str(entry.pattern)
        asked = (*arguments, *getattr(entry.pattern, "converters", {}))
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            walk(entry.url_patterns, prefix + text, inner, asked, found)
        elif isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name or ""])
            found.append(Route(prefix + text, name, entry.callback, asked))


NOBODYS = "00000000-0000-0000-0000-000000000000"
OURS = [
    route
    for route in routes()
    if not route.pattern.startswith(tuple(THIRD_PARTY[:3])) and route.pattern not in THIRD_PARTY
]
ADMIN = [
    route
    for route in routes()
    if route.pattern.startswith("admin/") and not route.arguments and "^" not in route.pattern
]


def test_the_walk_finds_the_site():
    assert {"dashboard:desk", "benchmarking:benchmark", "courses:plan", "needs:needs", "healthz"} <= {
        r.name for r in OURS
    }


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.pattern)
def test_view_carries_its_access_rule(route):
    assert isinstance(getattr(route.view, "access", None), Access), f"{route.pattern} does not say who may see it"


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.pattern)
def test_page_of_one_cluster_hides_from_whoever_has_no_right_to_it(route):
    """A refusal would say that the address leads somewhere."""
    rule = route.view.access
    if route.pattern.startswith("<language>/clusters/<slug:slug>/") and rule.predicate:
        assert rule.otherwise_hidden


@pytest.fixture(autouse=True)
def _queue(settings):
    """A queue that keeps results, as the site has it: a view may ask for one."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def everyone(db):
    """One person per role, and a stranger without any."""
    cluster = ClusterFactory(slug="sample")
    of_a_cluster = {Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR}
    people = {role.value: person_with(role, cluster if role in of_a_cluster else None) for role in Role}
    return people | {"no role": UserFactory()}


def address(route):
    sample = {"slug": "sample", "path": "images/none.png", "pk": 1, "key": NOBODYS, "task": NOBODYS}
    return reverse(route.name, kwargs={name: sample.get(name, 1) for name in route.arguments})


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.pattern)
def test_view_admits_and_refuses_as_it_says(route, everyone, client):
    for who, person in everyone.items():
        client.force_login(person)
        person.__dict__.pop("active_grants", None)
        status = client.get(address(route)).status_code
        if route.view.access.admits(person):
            assert status in (200, 302, 404, 405, 503), f"{who} got {status}"
        else:
            assert status == (404 if route.view.access.otherwise_hidden else 403), f"{who} got {status}"
    client.logout()
    for answer in (client.get(address(route)), client.post(address(route))):
        if route.view.access.everybody:
            assert answer.status_code in (200, 302, 404, 405, 503)
        else:
            assert answer.status_code == 302
            assert "/account/login/" in answer.url


def is_refused(answer):
    """Refused, or sent to where one signs in or to the front of the admin, which then refuses."""
    if answer.status_code == 302:
        return answer.url.startswith(("/admin/", "/it/admin/", "/it/account/"))
    return answer.status_code in (403, 404)


def admin_paths():
    return [path for path in ("/" + route.pattern for route in ADMIN) if path not in OPEN_IN_ADMIN]


def test_the_walk_finds_the_admin():
    assert len(admin_paths()) > 100


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_admin_is_closed_to_everybody_but_the_coordinator(role, everyone, client):
    client.force_login(everyone[role])
    assert [path for path in admin_paths() if not is_refused(client.get(path))] == []


def test_admin_is_closed_to_nobody_and_to_people_without_a_role(everyone, client):
    assert [path for path in admin_paths() if not is_refused(client.get(path))] == []
    client.force_login(everyone["no role"])
    assert [path for path in admin_paths() if not is_refused(client.get(path))] == []
