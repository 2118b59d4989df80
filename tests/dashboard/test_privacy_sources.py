"""No table keeps something about a person that the person does not read of."""

import pytest
from django.apps import apps
from django.db.models import EmailField

from lms.dashboard.privacy.kept import counts_of
from lms.dashboard.privacy.sources import SOURCES
from lms.people.models import User
from lms.people.personal_data import Fate
from tests.factories import UserFactory
from tests.factories_personal_data import furnish_account, furnish_evidence, planted_person

pytestmark = pytest.mark.django_db
COVERED = set().union(*(rows.covered for source in SOURCES for rows in source.rows))
EXCEPTIONS = {
    "people.User_groups.user": "follows from the roles, which are told",
    "people.User_user_permissions.user": "never used: rights follow from the roles",
    "training.TrainingSession.instructors": "the same as its rows, SessionInstructor, which are told",
    "mfa.Authenticator.data": "a secret: that there is one is told",
}


def columns_about_people():
    """Yield every column of every installed app that points to a person or holds an e-mail."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete and field.model is model and is_about_people(field):
                yield f"{model._meta.label}.{field.name}"


def is_about_people(field):
    return isinstance(field, EmailField) or (field.is_relation and field.related_model is User)


def test_every_column_about_people_is_told_of():
    columns = set(columns_about_people())
    assert {"benchmarking.Assessment.closed_by", "outbox.Message.to_email", "people.User.email"} <= columns
    assert columns - COVERED - EXCEPTIONS.keys() == set()


def test_no_source_tells_of_a_column_that_is_not_there():
    assert COVERED - set(columns_about_people()) == set()


def test_sources_are_told_apart_and_explained():
    assert len({source.key for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        assert bool(source.why_kept) == (source.fate != Fate.GOES), source.key
        assert source.erase is None or source.fate == Fate.GOES, source.key


def test_furnished_person_has_something_of_every_source():
    """The tests of copy, erasure and retention rest on it."""
    person, other = planted_person(), UserFactory()
    furnish_account(person, other)
    furnish_evidence(person)
    assert [key for key, count in counts_of(person, SOURCES).items() if not count] == []
    strangers = counts_of(UserFactory(), SOURCES)
    assert {key for key, count in strangers.items() if count} == {"account"}
