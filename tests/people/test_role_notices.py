"""People hear of a role when it is given and before it ends, once each; the invitation tells of the first ones."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.dashboard.role_notices import tell_of_roles
from lms.outbox.models import Message
from lms.people.actions import grant_role
from lms.people.models import Role, RoleGrant
from lms.people.role_ends import reminder_due
from tests.factories import ClusterFactory, UserFactory, person_with

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(db):
    return person_with(Role.COORDINATOR)


@pytest.fixture
def ada(db):
    return UserFactory(email="ada@clus3.example", language="en", confirmed_at=NOW - timedelta(days=90))


def give(person, by, role=Role.CLUSTER_MANAGER, *, at=NOW, **more):
    given_to = {"cluster": ClusterFactory(name="Boats")} if role == Role.CLUSTER_MANAGER else {}
    with time_machine.travel(at, tick=False):
        days = {"valid_from": at.date(), "today": at.date()} | more
        return grant_role(user=person, role=role, by=by, **given_to | days)


def told(person):
    return list(Message.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def test_new_role_is_told_once_with_who_gave_it_and_its_time(coordinator, ada):
    give(ada, coordinator, valid_until=date(2027, 12, 31))
    assert (tell_of_roles(now=NOW), tell_of_roles(now=NOW)) == (1, 0)
    message = Message.objects.get()
    assert message.subject == "You have a new role: Cluster manager of Boats"
    assert (message.topic, message.link) == ("roles", "/en/desk/")
    assert f"{coordinator} gave you the role “Cluster manager” of Boats." in message.text
    assert "from 22 November 2026 until 31 December 2027" in message.text


def test_role_of_the_invitation_of_the_system_or_of_long_ago_is_not_told(coordinator, ada):
    invited = UserFactory(invited_at=NOW)
    give(invited, coordinator)
    give(ada, None)
    give(ada, coordinator, Role.INSTRUCTOR, at=NOW - timedelta(days=8))
    give(ada, coordinator, Role.REGIONAL_OFFICIAL, valid_from=date(2026, 1, 1), valid_until=date(2026, 2, 1))
    give(UserFactory(is_active=False, confirmed_at=NOW - timedelta(days=1)), coordinator)
    assert tell_of_roles(now=NOW) == 0
    invited.confirmed_at = NOW + timedelta(hours=1)
    invited.save()
    assert tell_of_roles(now=NOW + timedelta(hours=2)) == 0


def test_end_is_told_thirty_and_seven_days_before_once_each(coordinator, ada):
    grant = give(ada, coordinator, at=NOW - timedelta(days=60), valid_until=TODAY + timedelta(days=60))
    for days in range(62):
        for hour in (1, 2):
            tell_of_roles(now=NOW + timedelta(days=days, hours=hour))
        expected = ["role_ends"] * ((days >= 30) + (days >= 53))
        assert told(ada) == expected, days
    assert "ends on 21 January 2027" in Message.objects.first().subject
    grant.valid_until += timedelta(days=365)
    grant.save()
    assert tell_of_roles(now=NOW + timedelta(days=60 + 340)) == 1  # the new end is told anew


def test_role_that_goes_on_is_not_said_to_end(coordinator, ada):
    first = give(ada, coordinator, at=NOW - timedelta(days=60), valid_until=TODAY + timedelta(days=5))
    RoleGrant.objects.create(user=ada, role=first.role, cluster=first.cluster, valid_from=TODAY + timedelta(days=6))
    assert tell_of_roles(now=NOW) == 0


def test_looking_again_takes_as_many_queries_for_many(coordinator, django_assert_num_queries):
    for number in (1, 10):
        for _ in range(number):
            person = UserFactory(confirmed_at=NOW - timedelta(days=90))
            before, end = NOW - timedelta(days=60), TODAY + timedelta(days=5)
            give(person, coordinator, Role.INSTRUCTOR, at=before, valid_until=end)
        tell_of_roles(now=NOW)
        with django_assert_num_queries(4):
            assert tell_of_roles(now=NOW) == 0


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=300, derandomize=True)
@given(DAYS, DAYS, DAYS, DAYS)
def test_reminder_comes_within_its_days_and_never_for_what_was_just_given(given_on, start, end, today):
    step = reminder_due(given_on=given_on, start=start, end=end, today=today)
    if step:
        assert step in (30, 7)
        assert 0 <= (end - today).days <= step
        assert given_on <= end - timedelta(days=step)
        assert today >= start
    elif start <= today <= end and given_on <= end - timedelta(days=30):
        assert (end - today).days > 30


@pytest.mark.parametrize(("left", "step"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)])
def test_nearest_step_counts(left, step):
    end, start = date(2027, 1, 31), date(2026, 1, 1)
    assert reminder_due(given_on=start, start=start, end=end, today=end - timedelta(days=left)) == step
