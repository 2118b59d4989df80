"""The main navigation and the person's menu: what each role finds there, and how much of it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import translation

from lms.dashboard.navigation import navigation_for, person_menu_for
from lms.people.models import Role
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
OWN = ["/it/me/hours/", "/it/me/certificates/"]


def addresses(items, *, own=None):
    return [item.url for item in items if own is None or item.is_own == own]


def test_calendar_stands_beside_the_clusters_for_everybody():
    for person in (None, AnonymousUser(), UserFactory(), person_with(Role.COORDINATOR)):
        shared = addresses(navigation_for(person, "/it/calendar/ed-1/"), own=False)
        assert shared == ["/it/clusters/", "/it/calendar/"]
    marked = [item.url for item in navigation_for(None, "/it/calendar/ed-1/") if item.is_current]
    assert marked == ["/it/calendar/"]


def test_coordinators_find_the_editions():
    own = addresses(navigation_for(person_with(Role.COORDINATOR), "/it/desk/"), own=True)
    names = ("benchmarking:overview", "courses:plans", "courses:demand", "courses:editions", "courses:effect")
    assert own == ["/it/desk/", *map(reverse, names)]


def test_own_hours_and_certificates_are_in_the_menu_of_whoever_learns_or_learned():
    cluster = ClusterFactory()
    manager, former = person_with(Role.CLUSTER_MANAGER, cluster), UserFactory()
    both = person_with(Role.COORDINATOR)
    RoleGrantFactory(user=both, role=Role.REGIONAL_OFFICIAL)
    for person in (manager, former, both, person_with(Role.INSTRUCTOR)):
        assert set(OWN) <= set(addresses(person_menu_for(person, "/it/desk/")))
    alone = addresses(person_menu_for(person_with(Role.COORDINATOR), "/it/desk/"))
    assert not set(OWN) & set(alone)
    assert "/it/me/calendars/" in alone


@pytest.mark.parametrize("language", ["it", "en"])
def test_rows_of_the_navigation_fit_a_screen_of_1280(language):
    """A sign takes about 9 pixels in bold and an entry 29 beside it: what is longer belongs into the person's menu."""
    person = person_with(Role.COORDINATOR)
    learner = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    RoleGrantFactory(user=learner, role=Role.REGIONAL_OFFICIAL)
    with translation.override(language):
        for reader in (person, learner):
            own = [item.label for item in navigation_for(reader, "/") if item.is_own]
            assert sum(9 * len(label) + 29 for label in own) < 1200
