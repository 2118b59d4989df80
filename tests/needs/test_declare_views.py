"""The pages on which clusters and officials declare: who sees them, how many queries, what odd input gets."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from lms.needs.models import CompetenceIndicator, TrainingNeed
from lms.people.models import Role
from tests.factories import AssessmentFactory, ClusterFactory, UserFactory, person_with
from tests.factories_courses import CompetenceFactory, TrainingNeedFactory
from tests.factories_officials import (
    CompetenceRatingFactory,
    CompetenceTargetFactory,
    OfficialNeedFactory,
    SupervisionFactory,
    official,
)

pytestmark = pytest.mark.django_db
QUERIES_OUR_NEEDS = 7
QUERIES_DECLARE = 9


@pytest.fixture
def cluster():
    return ClusterFactory(slug="sedia", name="Sedia")


@pytest.fixture
def manager(client, cluster):
    person = person_with(Role.CLUSTER_MANAGER, cluster=cluster)
    client.force_login(person)
    return person


@pytest.fixture
def person(client):
    person = official()
    client.force_login(person)
    return person


def of_cluster(view, *args):
    return reverse(f"needs:{view}", args=["sedia", *args])


def of(person, view, *args):
    return reverse(f"needs:official_{view}", args=[person.pk, *args])


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def statuses(client, people, address):
    found = {}
    for name, person in people.items():
        client.force_login(person) if person else client.logout()
        found[name] = client.get(address).status_code
    return found


def test_who_reads_and_who_declares_needs_of_a_cluster(client, cluster):
    need = TrainingNeedFactory(declared=True, cluster=cluster)
    people = {
        "manager": person_with(Role.CLUSTER_MANAGER, cluster=cluster),
        "coordinator": person_with(Role.COORDINATOR),
        "tutor": person_with(Role.TUTOR, cluster=cluster),
        "colleague": person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        "former": person_with(Role.CLUSTER_MANAGER, cluster=cluster, valid_until=date(2020, 1, 1)),
        "assessor": person_with(Role.ASSESSOR, cluster=cluster),
        "official": official(),
        "stranger": UserFactory(),
        "nobody": None,
    }
    nobody = dict.fromkeys(people, 404) | {"nobody": 302}
    declares = nobody | {"manager": 200, "coordinator": 200}

    assert statuses(client, people, of_cluster("needs")) == declares | {"tutor": 200}
    assert statuses(client, people, of_cluster("declare")) == declares
    assert statuses(client, people, of_cluster("withdraw", need.pk)) == declares


def test_who_declares_needs_of_an_official(client):
    owner = official()
    need = OfficialNeedFactory(person=owner)
    people = {
        "owner": owner,
        "coordinator": person_with(Role.COORDINATOR),
        "supervisor": SupervisionFactory(person=owner).supervisor,
        "colleague": official(),
        "manager": person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        "nobody": None,
    }
    expected = dict.fromkeys(people, 404) | {"owner": 200, "coordinator": 200, "nobody": 302}

    assert statuses(client, people, of(owner, "declare")) == expected
    assert statuses(client, people, of(owner, "withdraw", need.pk)) == expected
    drops = expected | {"owner": 404}
    assert statuses(client, people, of(owner, "drop", need.pk)) == drops
    former = official(valid_until=date(2020, 1, 1))
    client.force_login(former)
    assert client.get(of(former, "declare")).status_code == 404


@pytest.mark.parametrize("address", ["needs", "needs/declare", "needs/1/withdraw", "needs/1/drop", "ratings", "plan"])
def test_addresses_of_people_who_were_never_officials_are_not_found(client, address):
    client.force_login(person_with(Role.COORDINATOR))

    for pk in (UserFactory().pk, 987_654, 10**40):
        assert client.get(f"/it/officials/{pk}/{address}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_our_needs_take_as_many_queries_for_thirty(client, manager, cluster, count, django_assert_num_queries):
    for _ in range(count):
        TrainingNeedFactory(declared=True, cluster=cluster, decided_by=UserFactory())
        TrainingNeedFactory(declared=True, dropped=True, cluster=cluster)
    older = AssessmentFactory(cluster=cluster, assessed_on=date(2012, 5, 1), closed=True)
    waiting = [TrainingNeedFactory(cluster=cluster, assessment=older) for _ in range(count)]
    gap = TrainingNeedFactory(
        cluster=cluster, assessment=AssessmentFactory(cluster=cluster, assessed_on=date(2014, 10, 1), closed=True)
    )
    TrainingNeedFactory(declared=True)
    TrainingNeedFactory(cluster=cluster, assessment=gap.assessment, dropped=True)
    client.get(of_cluster("needs"))

    with django_assert_num_queries(QUERIES_OUR_NEEDS):
        answer = client.get(of_cluster("needs"))
    page = answer.context["page"]
    assert (len(page.declared), page.from_gaps, len(page.left_out)) == (count, [gap], count)
    assert [(found.assessment, found.needs) for found in page.older_rounds] == [(older, waiting)]
    assert of_cluster("confirm_above") not in answer.content.decode()


def test_needs_of_an_earlier_round_stay_readable_until_they_are_renewed(client, manager, cluster):
    before = AssessmentFactory(cluster=cluster, assessed_on=date(2012, 5, 1), closed=True)
    need = TrainingNeedFactory(cluster=cluster, assessment=before)
    TrainingNeedFactory(cluster=cluster, assessment=before, dropped=True)
    assert client.get(of_cluster("needs")).context["page"].older_rounds == []

    long_ago = AssessmentFactory(cluster=cluster, assessed_on=date(2010, 5, 1), closed=True)
    TrainingNeedFactory(cluster=cluster, assessment=long_ago, indicator=need.indicator)
    after = AssessmentFactory(cluster=cluster, assessed_on=date(2014, 10, 1), closed=True, framework=before.framework)
    answer = client.get(of_cluster("needs").replace("/it/", "/en/"))
    page, text = answer.context["page"], answer.content.decode()
    assert (page.from_gaps, [found.needs for found in page.older_rounds]) == ([], [[need]])
    assert "From the round of 1 May 2012: the coordinators will renew them" in text
    assert need.indicator.code in text
    assert "No gap is confirmed yet" not in text
    TrainingNeedFactory(cluster=cluster, assessment=after, indicator=need.indicator)
    assert client.get(of_cluster("needs")).context["page"].older_rounds == []


def test_a_tutor_reads_and_is_offered_nothing_to_do(client, cluster):
    need = TrainingNeedFactory(declared=True, cluster=cluster)
    client.force_login(person_with(Role.TUTOR, cluster=cluster))

    text = client.get(of_cluster("needs")).content.decode()

    assert str(need.competence) in text
    assert of_cluster("declare") not in text
    assert of_cluster("withdraw", need.pk) not in text


def test_a_manager_declares_changes_and_withdraws_by_the_forms(client, manager, cluster):
    competence = CompetenceFactory()
    data = {"competence": competence.slug, "priority": "1", "reason": "Fairs"}

    assert client.post(of_cluster("declare"), data).url == of_cluster("needs")
    form = client.get(of_cluster("declare"), {"competence": competence.slug}).context["form"]
    assert [form[name].value() for name in ("competence", "priority", "reason")] == [competence.slug, 1, "Fairs"]
    ((_, label),) = [choice for choice in form.fields["competence"].choices if choice[0]]
    assert label.startswith(f"{competence} (")
    client.post(of_cluster("declare"), data | {"priority": "3"})
    need = TrainingNeed.objects.get()
    assert (need.priority, need.decided_by) == (3, manager)
    refused = client.post(of_cluster("withdraw", need.pk), {"reason": " "})
    assert list(refused.context["form"].errors) == ["reason"]
    assert client.post(of_cluster("withdraw", need.pk), {"reason": "Settled"}).url == of_cluster("needs")
    assert client.get(of_cluster("needs")).context["page"].left_out == [need]
    again = client.get(of_cluster("declare"), {"competence": competence.slug}).context["form"]
    assert again["reason"].value() == "", "why it was left out is no reason to train it"


def test_needs_of_others_are_not_found_under_the_own_address(client, manager, cluster):
    for need in (TrainingNeedFactory(declared=True), OfficialNeedFactory(), TrainingNeedFactory(cluster=cluster)):
        assert client.post(of_cluster("withdraw", need.pk), {"reason": "x"}).status_code == 404
    assert client.get(of_cluster("withdraw", 10**40)).status_code == 404
    assert set(TrainingNeed.objects.values_list("status", flat=True)) == {"confirmed"}


@pytest.mark.parametrize("count", [1, 30])
def test_declaring_takes_as_many_queries_for_thirty_competences(
    client, manager, cluster, count, django_assert_num_queries
):
    for _ in range(count):
        TrainingNeedFactory(declared=True)
        TrainingNeedFactory(declared=True, cluster=cluster)
        CompetenceFactory()
    client.get(of_cluster("declare"))

    with django_assert_num_queries(QUERIES_DECLARE):
        page = client.get(of_cluster("declare"))
    assert len(page.context["form"].fields["competence"].choices) == 3 * count + 1


def test_suggestions_are_what_others_ask_for_most_and_what_no_indicator_shows(client, manager, cluster):
    asked, asked_twice, declared, dropped, free = CompetenceFactory.create_batch(5)
    TrainingNeedFactory(declared=True, competence=asked)
    TrainingNeedFactory(declared=True, competence=asked_twice)
    OfficialNeedFactory(competence=asked_twice)
    TrainingNeedFactory(declared=True, competence=declared)
    TrainingNeedFactory(declared=True, competence=declared, cluster=cluster)
    TrainingNeedFactory(declared=True, competence=dropped, dropped=True)
    joined = TrainingNeedFactory(cluster=cluster).indicator
    CompetenceIndicator.objects.create(competence=free, indicator=joined)

    found = client.get(of_cluster("declare")).context["suggestions"]

    assert [(one, one.asked) for one in found.most_asked] == [(asked_twice, 2), (asked, 1)]
    assert set(found.not_measured) == {asked, asked_twice, dropped}


@pytest.mark.parametrize(
    "data",
    [{"competence": "no-such"}, {"competence": "\x00"}, {"priority": "9"}, {"reason": ""}, {"reason": "x" * 501}],
)
def test_odd_input_is_told_beside_the_field(client, person, data):
    whole = {"competence": CompetenceFactory().slug, "priority": "1", "reason": "Asked for"} | data

    answer = client.post(of(person, "declare"), whole)

    assert list(answer.context["form"].errors) == list(data)
    assert TrainingNeed.objects.count() == 0


@pytest.mark.parametrize("wanted", ["no-such", "\x00", "x" * 5000])
def test_an_odd_competence_in_the_address_chooses_none(client, person, wanted):
    assert client.get(of(person, "declare"), {"competence": wanted}).status_code == 200


def test_an_official_takes_a_gap_over_with_one_click_and_is_told_when_there_is_none(client, person):
    competence = CompetenceFactory()
    CompetenceTargetFactory(competence=competence)
    client.post(of(person, "take_over"), {"competence": competence.slug})
    assert TrainingNeed.objects.count() == 0
    CompetenceRatingFactory(person=person, competence=competence)

    answer = client.post(of(person, "take_over"), {"competence": competence.slug})

    assert answer.url == of(person, "needs")
    assert TrainingNeed.objects.get().gap_bp == 5_000
    assert client.get(of(person, "take_over")).status_code == 405


@pytest.mark.parametrize("competence", ["", "no-such", "\x00"])
def test_taking_over_nothing_says_so(client, person, competence):
    answer = client.post(of(person, "take_over"), {"competence": competence})

    assert answer.status_code == 302
    assert len(told(answer)) == 1
    assert TrainingNeed.objects.count() == 0


def test_a_coordinator_drops_an_officials_need_by_the_form(client):
    need = OfficialNeedFactory()
    client.force_login(person_with(Role.COORDINATOR))

    assert client.get(of(need.person, "drop", need.pk)).status_code == 200
    answer = client.post(of(need.person, "drop", need.pk), {"reason": "Not this year"})

    assert answer.url == of(need.person, "needs")
    need.refresh_from_db()
    assert (need.status, need.reason) == ("dropped", "Not this year")
