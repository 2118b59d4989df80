"""Declaring, taking over and withdrawing needs: one test per way out, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from lms.needs.actions import drop_need
from lms.needs.declaring import declare_need, take_over_gap, withdraw_need
from lms.needs.models import TrainingNeed
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_courses import CompetenceFactory, TrainingNeedFactory
from tests.factories_officials import (
    CompetenceRatingFactory,
    CompetenceTargetFactory,
    OfficialNeedFactory,
    SupervisionFactory,
    official,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ENDED = {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 12, 31)}


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def cluster():
    return ClusterFactory(name="Sedia")


@pytest.fixture
def manager(cluster):
    return person_with(Role.CLUSTER_MANAGER, cluster=cluster)


@pytest.fixture
def competence():
    return CompetenceFactory(name_en="Export", name="Esportazione")


def declare(owner, competence, by, **given):
    values = {"priority": 2, "reason": "The members ask for it"} | given
    return declare_need(owner=owner, competence=competence, by=by, now=NOW, **values)


def told():
    return sorted(Message.objects.values_list("recipient", "kind"))


def facts(need):
    need.refresh_from_db()
    return need.status, need.priority, need.reason, need.gap_bp


def test_a_manager_declares_and_the_coordinators_are_told(cluster, manager, coordinator, competence):
    colleague = person_with(Role.CLUSTER_MANAGER, cluster=cluster)

    need = declare(cluster, competence, manager, priority=3, reason="  We go to fairs  ")

    assert facts(need) == ("confirmed", 3, "We go to fairs", None)
    assert (need.decided_by, list(TrainingNeed.objects.for_plans())) == (manager, [need])
    assert told() == [(coordinator.pk, "need_declared")]
    assert colleague.pk not in dict(told())
    message = Message.objects.get()
    assert (message.topic, message.link) == ("plans", f"/it/clusters/{cluster.slug}/needs/")
    assert "Esportazione" in message.subject
    assert "We go to fairs" in message.text
    assert ModelLogEntry.objects.get().data["reason"] == "We go to fairs"


def test_the_message_is_in_the_readers_language(cluster, manager, coordinator, competence):
    coordinator.language = "en"
    coordinator.save()

    declare(cluster, competence, manager)

    message = Message.objects.get()
    assert "Export" in message.subject
    assert message.link.startswith("/en/")


def test_a_coordinator_declares_for_anybody_and_they_are_told(cluster, manager, coordinator, competence):
    person = official()

    declare(cluster, competence, coordinator)
    declare(person, competence, coordinator)

    assert told() == sorted([(manager.pk, "need_declared"), (person.pk, "need_declared")])


def test_declaring_the_same_again_changes_nothing_and_tells_nobody(cluster, manager, coordinator, competence):
    for _ in range(2):
        declare(cluster, competence, manager)

    assert TrainingNeed.objects.count() == 1
    assert (len(told()), ModelLogEntry.objects.count()) == (1, 1)


def test_declaring_the_same_competence_otherwise_changes_the_one_need(cluster, manager, coordinator, competence):
    declare(cluster, competence, manager)
    need = declare(cluster, competence, coordinator, priority=3, reason="More than before")

    assert TrainingNeed.objects.get() == need
    assert facts(need)[1:3] == (3, "More than before")
    assert told() == [(coordinator.pk, "need_declared")], "a change of what counts already is no news"


@pytest.mark.parametrize("given", [{"reason": " \n"}, {"priority": 9}, {"reason": "x" * 501}])
def test_declaring_what_the_columns_do_not_take_is_refused(cluster, manager, competence, given):
    with pytest.raises(ValidationError):
        declare(cluster, competence, manager, **given)
    assert (TrainingNeed.objects.count(), Message.objects.count()) == (0, 0)


def test_others_may_not_declare(cluster, competence):
    person = official()
    others = [
        person_with(Role.TUTOR, cluster=cluster),
        person_with(Role.ASSESSOR, cluster=cluster),
        person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        person_with(Role.CLUSTER_MANAGER, cluster=cluster, **ENDED),
        official(),
        SupervisionFactory(person=person).supervisor,
    ]
    for other in others:
        for owner in (cluster, person):
            with pytest.raises(PermissionDenied):
                declare(owner, competence, other)
    former = official(**ENDED)
    with pytest.raises(PermissionDenied):
        declare(former, competence, former)
    assert TrainingNeed.objects.count() == 0


def test_a_coordinator_drops_a_declared_need_and_the_declarer_reads_why(cluster, manager, coordinator, competence):
    need = declare(cluster, competence, manager)
    Message.objects.all().delete()

    drop_need(need=need, reason="Covered by the region", by=coordinator, now=NOW)

    assert facts(need)[:3] == ("dropped", 2, "Covered by the region")
    assert told() == [(manager.pk, "need_left_out")]
    assert "Covered by the region" in Message.objects.get().text


def test_dropping_a_gap_tells_nobody(coordinator, manager, cluster):
    drop_need(need=TrainingNeedFactory(cluster=cluster), reason="Later", by=coordinator, now=NOW)

    assert told() == []


def test_a_declarer_without_the_role_is_not_told_of_the_cluster_any_more(cluster, coordinator):
    former = person_with(Role.CLUSTER_MANAGER, cluster=cluster, **ENDED)
    need = TrainingNeedFactory(declared=True, cluster=cluster, decided_by=former)

    drop_need(need=need, reason="Later", by=coordinator, now=NOW)

    assert told() == []


def test_withdrawing_keeps_the_first_reason_and_tells_the_coordinators_once(cluster, manager, coordinator, competence):
    need = declare(cluster, competence, manager)
    Message.objects.all().delete()

    for reason in ("Settled", "Settled again"):
        withdraw_need(need=need, reason=reason, by=manager, now=NOW)

    assert facts(need)[:3] == ("dropped", 2, "Settled")
    assert told() == [(coordinator.pk, "need_left_out")]
    assert list(TrainingNeed.objects.for_plans()) == []


def test_a_withdrawn_need_can_be_declared_again(cluster, manager, coordinator, competence):
    need = declare(cluster, competence, manager)
    withdraw_need(need=need, reason="Settled", by=manager, now=NOW)

    again = declare(cluster, competence, manager, reason="Not settled after all")

    assert (again.pk, facts(again)[0]) == (need.pk, "confirmed")
    assert [kind for _, kind in told()].count("need_declared") == 2


def test_withdrawing_asks_for_a_reason_and_for_the_right_need(cluster, manager):
    need = TrainingNeedFactory(declared=True, cluster=cluster)
    with pytest.raises(ValidationError):
        withdraw_need(need=need, reason=" ", by=manager, now=NOW)
    for other in (TrainingNeedFactory(cluster=cluster), TrainingNeedFactory(declared=True), OfficialNeedFactory()):
        with pytest.raises(PermissionDenied):
            withdraw_need(need=other, reason="Mine?", by=manager, now=NOW)
    assert set(TrainingNeed.objects.values_list("status", flat=True)) == {"confirmed"}


def test_an_officials_need_takes_its_gap_from_the_ratings(competence, coordinator):
    person = official()
    CompetenceTargetFactory(competence=competence, level=4)
    CompetenceRatingFactory(person=person, competence=competence, level=3)
    CompetenceRatingFactory(person=person, competence=competence, level=2, rated_at=NOW + timedelta(days=1))

    assert facts(declare(person, competence, person))[3] == 5_000
    assert facts(declare(person, CompetenceFactory(), person))[3] is None
    assert told() == [(coordinator.pk, "need_declared")] * 2


def test_taking_over_a_gap_makes_one_need_and_reads_the_gap_again(competence, coordinator):
    person = official()
    CompetenceTargetFactory(competence=competence, level=1)
    CompetenceTargetFactory(competence=competence, level=4, person=person)
    CompetenceTargetFactory(competence=competence, level=2, person=official())
    CompetenceRatingFactory(person=person, competence=competence, level=3)
    CompetenceRatingFactory(competence=competence, level=0)

    need = take_over_gap(person=person, competence=competence, by=person, now=NOW)
    assert facts(need) == ("confirmed", 2, "", 2_500)
    CompetenceRatingFactory(person=person, competence=competence, by_supervisor=True, level=1)
    for _ in range(2):
        take_over_gap(person=person, competence=competence, by=person, now=NOW)

    assert facts(need)[3] == 7_500
    assert TrainingNeed.objects.count() == 1
    assert told() == [(coordinator.pk, "need_declared")]
    assert ModelLogEntry.objects.for_instance(need).count() == 2


@pytest.mark.parametrize("ratings", [[], [3], [4]])
def test_taking_over_where_there_is_no_gap_is_refused(competence, ratings):
    person = official()
    CompetenceTargetFactory(competence=competence, level=3)
    for level in ratings:
        CompetenceRatingFactory(person=person, competence=competence, level=level)

    with pytest.raises(ValidationError, match="Esportazione"):
        take_over_gap(person=person, competence=competence, by=person, now=NOW)
    assert TrainingNeed.objects.count() == 0


def test_taking_over_does_not_bring_back_what_was_left_out_with_a_reason(competence):
    person = official()
    CompetenceTargetFactory(competence=competence)
    CompetenceRatingFactory(person=person, competence=competence)
    need = OfficialNeedFactory(person=person, competence=competence, dropped=True)

    with pytest.raises(ValidationError, match="Esportazione"):
        take_over_gap(person=person, competence=competence, by=person, now=NOW)
    assert facts(need)[0] == "dropped"


def test_others_may_not_take_over(competence):
    person = official()
    CompetenceTargetFactory(competence=competence)
    CompetenceRatingFactory(person=person, competence=competence)

    for other in (official(), SupervisionFactory(person=person).supervisor):
        with pytest.raises(PermissionDenied):
            take_over_gap(person=person, competence=competence, by=other, now=NOW)
