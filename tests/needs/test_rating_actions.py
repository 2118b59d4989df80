"""Rating competences: who may, what is added, what is kept out of the log, and who may read it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from lms.needs.models import CompetenceRating
from lms.needs.permissions import can_rate, can_see_ratings_of
from lms.needs.rated_competences import on_path, rated_competences
from lms.needs.rating_actions import Judgement, rate_competences
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_courses import CompetenceFactory
from tests.factories_officials import (
    CompetenceRatingFactory,
    CompetenceTargetFactory,
    OfficialNeedFactory,
    SupervisionFactory,
    official,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def competence():
    return CompetenceFactory()


@pytest.fixture
def supervision():
    return SupervisionFactory()


def rate(person, by, judgements, now=NOW):
    return rate_competences(person=person, judgements=judgements, by=by, now=now)


def facts():
    return list(CompetenceRating.objects.order_by("pk").values_list("kind", "level", "note", "rated_by"))


def test_official_and_supervisor_each_add_ratings_of_their_kind(supervision, competence):
    person, supervisor = supervision.person, supervision.supervisor

    rate(person, person, {competence.pk: Judgement(3, "Alone since May")})
    rate(person, supervisor, {competence.pk: Judgement(1, "")})

    assert facts() == [("self", 3, "Alone since May", person.pk), ("supervisor", 1, "", supervisor.pk)]


def test_what_is_said_again_adds_nothing_and_every_change_is_a_new_row(competence):
    person, other = official(), CompetenceFactory()
    for day, judged in enumerate(
        [Judgement(1), Judgement(1), Judgement(2), Judgement(2, "With help"), Judgement(None)]
    ):
        rate(person, person, {competence.pk: judged, other.pk: Judgement(None)}, NOW + timedelta(days=day))

    assert [row[1:3] for row in facts()] == [(1, ""), (2, ""), (2, "With help")]


def test_the_log_says_that_somebody_rated_and_never_how(competence):
    person = official()

    rate(person, person, {competence.pk: Judgement(3, "Secret")})
    rate(person, person, {competence.pk: Judgement(3, "Secret")})

    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.data) == ("needs.rate", person, {"kind": "self", "competences": 1})


@pytest.mark.parametrize("judged", [Judgement(5), Judgement(-1), Judgement(1, "x" * 501)])
def test_impossible_ratings_are_refused(competence, judged):
    person = official()

    with pytest.raises(ValidationError):
        rate(person, person, {competence.pk: judged})
    assert facts() == []


def test_nobody_else_rates(supervision, competence):
    person = supervision.person
    others = [
        person_with(Role.COORDINATOR),
        person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        official(),
        SupervisionFactory(person=person, valid_until=date(2020, 1, 1)).supervisor,
        SupervisionFactory(person=person, valid_from=date(2099, 1, 1)).supervisor,
        SupervisionFactory().supervisor,
    ]
    for other in others:
        with pytest.raises(PermissionDenied):
            rate(person, other, {competence.pk: Judgement(1)})
    with pytest.raises(PermissionDenied):
        rate(supervision.supervisor, person, {competence.pk: Judgement(1)})
    assert facts() == []


def test_rights_follow_the_calendar_of_supervision_and_of_the_role():
    person = official(valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))
    supervision = SupervisionFactory(person=person, valid_from=date(2026, 3, 1), valid_until=date(2026, 3, 31))
    coordinator, stranger = person_with(Role.COORDINATOR), UserFactory()

    def seen(day):
        with time_machine.travel(datetime(2026, *day, 12, tzinfo=UTC), tick=False):
            for one in (person, supervision.supervisor, coordinator, stranger):
                one.__dict__.pop("active_grants", None)
            people = (person, supervision.supervisor, coordinator, stranger, AnonymousUser())
            return [(can_see_ratings_of(one, person), can_rate(one, person)) for one in people]

    own, supervised = (True, True), (True, True)
    coordinated, none = (True, False), (False, False)
    assert seen((2, 28)) == [own, none, coordinated, none, none]
    assert seen((3, 1)) == seen((3, 31)) == [own, supervised, coordinated, none, none]
    assert seen((4, 1)) == [own, none, coordinated, none, none]
    supervision.valid_until = None
    supervision.save()
    with time_machine.travel(datetime(2027, 1, 1, 12, tzinfo=UTC), tick=False):
        person.__dict__.pop("active_grants", None)
        assert not can_see_ratings_of(person, person)
        assert not can_see_ratings_of(supervision.supervisor, person)


def test_competences_stand_with_the_own_target_the_latest_ratings_and_the_need():
    person = official()
    below, met, unrated, untargeted, _silent = (CompetenceFactory(name_en=f"C{n}", name=f"C{n}") for n in range(5))
    CompetenceTargetFactory(competence=below, level=2)
    personal = CompetenceTargetFactory(competence=below, level=4, person=person)
    CompetenceTargetFactory(competence=below, level=1, person=official())
    CompetenceTargetFactory(competence=met, level=1)
    CompetenceTargetFactory(competence=unrated)
    old = CompetenceRatingFactory(person=person, competence=below, level=0)
    new = CompetenceRatingFactory(person=person, competence=below, level=3, rated_at=NOW + timedelta(days=9))
    CompetenceRatingFactory(person=person, competence=met, by_supervisor=True, level=2)
    CompetenceRatingFactory(person=person, competence=untargeted)
    CompetenceRatingFactory(competence=unrated)
    need = OfficialNeedFactory(person=person, competence=below)

    rows = rated_competences(person)

    assert [row.gap.status for row in rows] == ["below", "not_rated", "met", "no_target", "no_target"]
    assert [row.competence for row in on_path(rows)] == [below, unrated, met, untargeted]
    first = rows[0]
    assert (first.target, first.ratings, first.own, first.need) == (personal, (new, old), new, need)
    assert (first.has_moved, first.can_be_taken_over) == (True, False)
