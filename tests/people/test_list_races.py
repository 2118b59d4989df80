"""Two coordinators at the same moment, on a database that threads share: everybody is invited once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connections

from lms.outbox.models import Message
from lms.people import invitation_links, list_actions
from lms.people.acceptance import Answers, accept_invitation
from lms.people.actions import grant_role
from lms.people.invitations import invite_person
from lms.people.list_actions import digest_of, invite_list, judged, start_list
from lms.people.models import PeopleImport, Role, RoleGrant, User
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.people.list_files import csv_of

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PEOPLE = [["P", str(n), f"p{n}@clus3.example", "Cluster manager", "BOATS"] for n in range(5)]


@pytest.fixture
def coordinators(shared_db):
    ClusterFactory(code="BOATS")
    return person_with(Role.COORDINATOR), person_with(Role.COORDINATOR)


def together(*works):
    """Run each in a thread of its own from the same moment; return what each returned or raised."""
    start = Barrier(len(works))

    def run(work):
        start.wait(timeout=30)
        try:
            return work()
        except ValidationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def listed(by):
    return start_list(file=ContentFile(csv_of(*PEOPLE), name="people.csv"), by=by, now=NOW)


def inviting(upload, by):
    own = PeopleImport.objects.get(pk=upload.pk)
    seen = digest_of(judged(own, NOW))
    return lambda: invite_list(upload=own, seen=seen, leave_out=False, by=by, now=NOW)


def refused(results):
    return [result for result in results if isinstance(result, ValidationError)]


def everybody_once():
    new = User.objects.filter(email__startswith="p")
    return (
        new.filter(invited_at=NOW).count(),
        RoleGrant.objects.filter(role=Role.CLUSTER_MANAGER).count(),
        Message.objects.count(),
    ) == (5, 5, 5)


def test_two_coordinators_press_the_button_of_the_same_list(coordinators):
    upload = listed(coordinators[0])
    results = together(*(inviting(upload, by) for by in coordinators))
    assert len(refused(results)) == 1
    assert everybody_once()


def test_two_lists_with_the_same_people(coordinators):
    works = [inviting(listed(by), by) for by in coordinators]
    results = together(*works)
    assert len(refused(results)) == 1
    assert everybody_once()


def test_person_written_down_elsewhere_after_the_last_look_refuses_the_list(coordinators, monkeypatch):
    """What was judged is stale, as when somebody is invited one by one meanwhile: the database keeps people apart."""
    works = [inviting(listed(by), by) for by in coordinators]
    stale = judged(PeopleImport.objects.first(), NOW)
    monkeypatch.setattr(list_actions, "judged", lambda upload, now: stale)
    results = together(*works)
    assert len(refused(results)) == 1
    assert everybody_once()


def test_list_and_invitation_of_one_of_its_people(coordinators):
    first, second = coordinators
    work = inviting(listed(first), first)
    results = together(work, lambda: invite_person(person=User(email="p3@clus3.example"), by=second, now=NOW))
    assert len(refused(results)) <= 1
    assert User.objects.filter(email="p3@clus3.example").count() == 1
    assert Message.objects.filter(to_email="p3@clus3.example").count() == 1


def giving(person, by):
    return lambda: grant_role(user=person, role=Role.INSTRUCTOR, valid_from=TODAY, today=TODAY, by=by)


def test_two_coordinators_give_the_same_role(coordinators):
    person = UserFactory()
    results = together(*(giving(person, by) for by in coordinators))
    assert len(refused(results)) == 1
    assert person.role_grants.count() == 1


def test_two_browsers_accept_the_same_invitation(coordinators):
    person = invite_person(person=User(email="nora@clus3.example"), by=coordinators[0], now=NOW)
    token = invitation_links.token_of(person)
    said = {"first_name": "Nora", "last_name": "Neri", "language": "it", "time_zone": "Europe/Rome"}
    works = [
        lambda password=password: accept_invitation(token=token, answers=Answers(**said, password=password), now=NOW)
        for password in ("the-first-password", "the-other-password")
    ]
    results = together(*works)
    (winner,) = [result for result in results if isinstance(result, User)]
    assert User.objects.get(pk=person.pk).password == winner.password
