"""The programme against its targets: counted as of today, and set by coordinators."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lms.dashboard.models import ProgrammeTargets
from lms.dashboard.programme_figures import programme_figures
from lms.people.models import Role
from lms.training.models import Enrolment, Offering
from tests.factories import ClusterFactory, LabelAwardFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_evidence import certified, outcome_of
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory, attended

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def figures():
    return {figure.code: (figure.reached, figure.target) for figure in programme_figures(TODAY)}


def test_programme_begins_with_nothing_and_with_the_targets_of_the_region():
    assert figures() == {
        "bronze": (0, 6), "gold": (0, 1), "instructors": (0, 6), "hours": (0, None), "certificates": (0, None),
    }  # fmt: skip
    assert not ProgrammeTargets.objects.exists()  # reading writes nothing


def test_labels_count_on_both_their_days_and_once_per_cluster():
    for first, last in [(TODAY, None), (date(2020, 1, 1), TODAY)]:
        LabelAwardFactory(valid_from=first, valid_until=last)
    LabelAwardFactory(valid_from=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1))
    LabelAwardFactory(valid_from=TODAY + timedelta(days=1), valid_until=None)
    twice = ClusterFactory()
    for first in (date(2024, 1, 1), date(2025, 1, 1)):
        LabelAwardFactory(cluster=twice, valid_from=first, valid_until=None)
    LabelAwardFactory(cluster=twice, level="gold", valid_from=TODAY, valid_until=None)
    assert figures()["bronze"] == (3, 6)
    assert figures()["gold"] == (1, 1)


def test_instructors_count_while_in_office_and_once():
    person = person_with(Role.INSTRUCTOR)
    RoleGrantFactory(user=person, role=Role.INSTRUCTOR)
    person_with(Role.INSTRUCTOR, valid_until=TODAY - timedelta(days=1))
    RoleGrantFactory(role=Role.INSTRUCTOR, user=UserFactory(is_active=False))
    person_with(Role.TUTOR, ClusterFactory())
    assert figures()["instructors"] == (1, 6)


def test_hours_are_those_of_outcomes_and_of_registers_without_one_each_once():
    outcome_of(minutes=90)
    session = SessionFactory(offering=OfferingFactory(seats=3))
    running = EnrolmentFactory(offering=session.offering, confirmed=True)
    attended(session, running, absent=True)
    attended(session, running, left=session.starts_at + timedelta(minutes=45))  # the last line counts
    closed = EnrolmentFactory(offering=session.offering, confirmed=True)
    attended(session, closed)
    outcome_of(closed, minutes=120)
    assert figures()["hours"] == ((90 + 45 + 120) // 60, None)


def test_hours_of_a_register_are_of_those_who_take_part_in_what_runs():
    session = SessionFactory(offering=OfferingFactory(seats=3))
    left, stays = (EnrolmentFactory(offering=session.offering, confirmed=True) for _ in range(2))
    attended(session, left)
    attended(session, stays)
    assert figures()["hours"] == (8, None)
    Enrolment.objects.filter(pk=left.pk).update(status="withdrawn", allotment=None)
    assert figures()["hours"] == (4, None)
    Offering.objects.update(status="cancelled", cancelled_at=session.ends_at, cancelled_reason="No teacher")
    assert figures()["hours"] == (0, None)


def test_certificates_count_while_in_force():
    first, second = certified(), certified()
    type(first).objects.filter(pk=second.pk).update(status="revoked", ended_at="2026-11-22T09:00Z", ended_reason="No.")
    assert figures()["certificates"] == (1, None)


@pytest.mark.parametrize("many", [1, 30])
def test_figures_take_two_queries_for_many(django_assert_num_queries, many):
    for _ in range(many):
        LabelAwardFactory(valid_until=None)
        certified()
    with django_assert_num_queries(2):
        programme_figures(TODAY)


def test_coordinator_changes_the_targets_and_the_desk_follows(client):
    client.force_login(person_with(Role.COORDINATOR))
    address = reverse("wagtailsettings:edit", args=["dashboard", "programmetargets"])
    assert client.get(address, follow=True).status_code == 200
    data = {"bronze": "4", "gold": "", "instructors": "0", "hours": "500", "certificates": ""}
    settled = client.get(address, follow=True).redirect_chain[-1][0]
    client.post(settled, data)
    assert [figure.target for figure in programme_figures(TODAY)] == [4, None, 0, 500, None]
    text = client.get("/en/desk/").content.decode()
    assert f'href="{address}"' in text
    assert 'max="4" value="0"' in text
    assert "target: 500" in text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_else_sees_or_changes_them(client, role):
    of_cluster = role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR)
    client.force_login(person_with(role, ClusterFactory() if of_cluster else None))
    assert "desk-figures" not in client.get("/en/desk/").content.decode()
    address = reverse("wagtailsettings:edit", args=["dashboard", "programmetargets"])
    client.post(address, {"bronze": "1"}, follow=True)
    assert not ProgrammeTargets.objects.filter(bronze=1).exists()
