"""Pages about officials for those who accompany them: who sees them, what is noted, how many queries."""

from datetime import date

import pytest
from django.urls import reverse

from lms.needs.models import CompetenceRating, Supervision
from lms.people.models import PersonalDataRead, Role
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
QUERIES_LIST = 10
QUERIES_LIST_OF_A_SUPERVISOR = 11
QUERIES_NEEDS = 8
QUERIES_RATINGS = 13
QUERIES_RATE = 8


@pytest.fixture
def person():
    return official()


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def supervisor(person):
    return SupervisionFactory(person=person).supervisor


def address(view, *args):
    return reverse(f"needs:{view}", args=args)


def people_around(person):
    """Everybody who might try: the answers for each are written out in the test."""
    return {
        "owner": person,
        "coordinator": person_with(Role.COORDINATOR),
        "supervisor": SupervisionFactory(person=person).supervisor,
        "former supervisor": SupervisionFactory(person=person, valid_until=date(2020, 1, 1)).supervisor,
        "supervisor of another": SupervisionFactory().supervisor,
        "colleague": official(),
        "manager": person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        "auditor": person_with(Role.AUDITOR),
        "stranger": UserFactory(),
    }


def statuses(client, people, where):
    found = {}
    for name, one in people.items():
        client.force_login(one)
        found[name] = client.get(where).status_code
    client.logout()
    return found | {"nobody": client.get(where).status_code}


def test_who_sees_which_page_of_an_official(client, person):
    people = people_around(person)
    none = dict.fromkeys(people, 404) | {"nobody": 302}
    of_person = [person.pk]

    assert statuses(client, people, address("official_ratings", *of_person)) == none | {
        "owner": 200, "coordinator": 200, "supervisor": 200,
    }  # fmt: skip
    assert statuses(client, people, address("official_rate", *of_person)) == none | {"owner": 200, "supervisor": 200}
    assert statuses(client, people, address("official_needs", *of_person)) == none | {
        "owner": 302, "coordinator": 200, "supervisor": 302,
    }  # fmt: skip
    allowed = ("coordinator", "supervisor", "supervisor of another")
    assert statuses(client, people, address("officials")) == dict.fromkeys(people, 403) | dict.fromkeys(
        allowed, 200
    ) | {"nobody": 302}


def test_pages_lead_official_and_supervisor_to_their_own(client, person, supervisor):
    client.force_login(person)
    assert client.get(address("official_needs", person.pk)).url == reverse("courses:my_path")
    client.force_login(supervisor)
    assert client.get(address("official_needs", person.pk)).url == address("official_ratings", person.pk)


def test_once_the_role_has_ended_only_coordinators_read(client, coordinator):
    former = official(valid_until=date(2020, 1, 1))
    supervisor = SupervisionFactory(person=former).supervisor

    for view, expected in (("official_ratings", 200), ("official_needs", 200), ("official_rate", 404)):
        for one in (former, supervisor):
            client.force_login(one)
            assert client.get(address(view, former.pk)).status_code == 404
        client.force_login(coordinator)
        assert client.get(address(view, former.pk)).status_code == expected


def test_reading_somebody_elses_ratings_is_noted_once(client, person, supervisor, coordinator):
    CompetenceRatingFactory(person=person)
    for one in (person, supervisor, coordinator):
        client.force_login(one)
        for view in ("official_ratings", "official_ratings", "official_rate", "officials", "official_needs"):
            client.get(address(view, *([] if view == "officials" else [person.pk])))

    reads = PersonalDataRead.objects.filter(person=person)
    assert sorted(reads.values_list("reader", "field")) == sorted(
        (one.pk, "ratings") for one in (supervisor, coordinator)
    )


def test_what_is_refused_is_not_noted(client, person):
    client.force_login(official())
    client.get(address("official_ratings", person.pk))

    assert not PersonalDataRead.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_list_of_officials_takes_as_many_queries_for_thirty(client, coordinator, count, django_assert_num_queries):
    for _ in range(count):
        one = SupervisionFactory().person
        CompetenceRatingFactory(person=one)
        CompetenceRatingFactory(person=one, by_supervisor=True)
        OfficialNeedFactory(person=one)
        OfficialNeedFactory(person=one, dropped=True)
    client.force_login(coordinator)
    client.get(address("officials"))

    with django_assert_num_queries(QUERIES_LIST):
        rows = client.get(address("officials")).context["rows"]
    assert [(row.needs, row.by_self[0], row.by_supervisor[0], len(row.supervisors)) for row in rows] == [
        (1, 1, 1, 1)
    ] * count


@pytest.mark.parametrize("count", [1, 30])
def test_a_supervisor_lists_the_own_officials_alone(client, count, django_assert_num_queries):
    supervisor = UserFactory()
    own = [SupervisionFactory(supervisor=supervisor).person for _ in range(count)]
    SupervisionFactory()
    SupervisionFactory(supervisor=supervisor, valid_until=date(2020, 1, 1))
    SupervisionFactory(supervisor=supervisor, person=official(valid_until=date(2020, 1, 1)))
    client.force_login(supervisor)
    client.get(address("officials"))

    with django_assert_num_queries(QUERIES_LIST_OF_A_SUPERVISOR):
        answer = client.get(address("officials"))
    assert {row.person for row in answer.context["rows"]} == set(own)
    assert address("official_needs", own[0].pk) not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_needs_of_an_official_take_as_many_queries_for_thirty(
    client, person, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        OfficialNeedFactory(person=person, decided_by=UserFactory())
        OfficialNeedFactory(person=person, dropped=True)
    OfficialNeedFactory()
    client.force_login(coordinator)
    client.get(address("official_needs", person.pk))

    with django_assert_num_queries(QUERIES_NEEDS):
        context = client.get(address("official_needs", person.pk)).context
    assert (len(context["counting"]), len(context["left_out"])) == (count, count)


@pytest.mark.parametrize("count", [1, 30])
def test_ratings_take_as_many_queries_for_thirty(client, person, supervisor, count, django_assert_num_queries):
    for _ in range(count):
        competence = CompetenceTargetFactory().competence
        CompetenceRatingFactory(person=person, competence=competence)
        CompetenceRatingFactory(person=person, competence=competence, by_supervisor=True, level=4)
    CompetenceRatingFactory()
    client.force_login(supervisor)
    client.get(address("official_ratings", person.pk))

    with django_assert_num_queries(QUERIES_RATINGS):
        context = client.get(address("official_ratings", person.pk)).context
    assert (len(context["rows"]), len(context["history"])) == (count, 2 * count)


@pytest.mark.parametrize("count", [1, 30])
def test_form_to_rate_takes_as_many_queries_for_thirty(client, person, count, django_assert_num_queries):
    for _ in range(count):
        CompetenceRatingFactory(person=person, competence=CompetenceTargetFactory().competence)
        CompetenceFactory()
    client.force_login(person)
    client.get(address("official_rate", person.pk))

    with django_assert_num_queries(QUERIES_RATE):
        form = client.get(address("official_rate", person.pk)).context["form"]
    assert (len(form.expected), len(form.others), form.shows_others) == (count, count, False)


def test_official_and_supervisor_rate_by_the_form(client, person, supervisor):
    first, second = CompetenceFactory.create_batch(2)
    data = {f"level_{first.pk}": "2", f"note_{first.pk}": " With help ", f"level_{second.pk}": ""}
    client.force_login(person)
    assert client.post(address("official_rate", person.pk), data).url == reverse("courses:my_path")
    client.post(address("official_rate", person.pk), data)
    client.force_login(supervisor)
    answer = client.post(address("official_rate", person.pk), {f"level_{first.pk}": "0"})

    assert answer.url == address("official_ratings", person.pk)
    ratings = CompetenceRating.objects.order_by("pk").values_list("competence", "kind", "level", "note")
    assert list(ratings) == [(first.pk, "self", 2, "With help"), (first.pk, "supervisor", 0, "")]


@pytest.mark.parametrize(
    ("level", "note", "wrong"),
    [
        ("5", "", "level"),
        ("x", "", "level"),
        ("\x00", "", "level"),
        ("", "Only words", "level"),
        ("1", "x" * 501, "note"),
        ("1", "a\x00b", "note"),
    ],
)
def test_odd_ratings_are_told_beside_the_field_and_nothing_is_kept(client, person, level, note, wrong):
    good, odd = CompetenceFactory.create_batch(2)
    client.force_login(person)
    data = {f"level_{good.pk}": "1", f"level_{odd.pk}": level, f"note_{odd.pk}": note}

    answer = client.post(address("official_rate", person.pk), data)

    assert list(answer.context["form"].errors) == [f"{wrong}_{odd.pk}"]
    assert answer.context["form"].shows_others
    assert not CompetenceRating.objects.exists()


def test_nobody_rates_by_another_way(client, person, coordinator):
    competence = CompetenceFactory()
    for one in (coordinator, official()):
        client.force_login(one)
        answer = client.post(address("official_rate", person.pk), {f"level_{competence.pk}": "1"})
        assert answer.status_code == 404
    assert not CompetenceRating.objects.exists()


def test_a_supervision_deleted_meanwhile_ends_the_right_at_once(client, person, supervisor):
    client.force_login(supervisor)
    Supervision.objects.all().delete()

    assert client.get(address("official_ratings", person.pk)).status_code == 404
    assert client.get(address("officials")).status_code == 403
