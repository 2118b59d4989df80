"""The coordinators' pages of needs: who sees them, how many queries, what odd input gets."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from lms.benchmarking.models import Assessment
from lms.needs.models import TrainingNeed
from lms.people.models import Role
from tests.factories import (
    AssessmentFactory,
    ClusterFactory,
    IndicatorFactory,
    ScoreFactory,
    UserFactory,
    person_with,
)
from tests.factories_courses import CompetenceFactory, TrainingNeedFactory

pytestmark = pytest.mark.django_db
QUERIES = 9


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def assessment():
    return AssessmentFactory(cluster=ClusterFactory(slug="sedia"))


def scored(assessment, value):
    indicator = IndicatorFactory(group__framework=assessment.framework)
    return ScoreFactory(assessment=assessment, indicator=indicator, value=value).indicator


def address(view, *args):
    return reverse(f"needs:{view}", args=["sedia", *args])


def seen(assessment, **data):
    return {"assessment_pk": assessment.pk, "reference": "excellence", **data}


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("gaps", [1, 30])
def test_needs_take_as_many_queries_for_thirty(client, coordinator, assessment, gaps, django_assert_num_queries):
    for _ in range(gaps):
        TrainingNeedFactory(cluster=assessment.cluster, assessment=assessment, indicator=scored(assessment, 2))
    client.get(address("needs"))

    with django_assert_num_queries(QUERIES):
        page = client.get(address("needs")).context["page"]
    assert (len(page.gap_rows), len(page.counting)) == (gaps, gaps)


@pytest.mark.parametrize("view", ["confirm_above", "confirm", "renew", "drop"])
def test_decisions_are_for_coordinators_only(client, assessment, view):
    need = TrainingNeedFactory(cluster=assessment.cluster)
    args = {"confirm": [need.indicator_id], "drop": [need.pk]}.get(view, [])
    people = [
        person_with(Role.CLUSTER_MANAGER, cluster=assessment.cluster),
        person_with(Role.ASSESSOR, cluster=assessment.cluster),
        UserFactory(),
    ]
    for person in people:
        client.force_login(person)
        assert client.get(address(view, *args)).status_code == 404
        assert client.post(address(view, *args), {"reason": "x"}).status_code == 404
    client.logout()
    assert client.post(address(view, *args), {"reason": "x"}).status_code == 302
    need.refresh_from_db()
    assert need.status == "confirmed"


def test_confirm_above_confirms_and_tells_how_many(client, coordinator, assessment):
    for value in (0, 2, 3, None):
        scored(assessment, value)

    answer = client.post(address("confirm_above"), seen(assessment, percent="25"))

    assert answer.url == address("needs")
    assert TrainingNeed.objects.count() == 2
    client.post(address("confirm_above"), seen(assessment, percent="25"))
    assert TrainingNeed.objects.count() == 2


@pytest.mark.parametrize("percent", ["", "abc", "-1", "1e9", "NaN", "100,5", "2\x005", "9" * 500, "12,345"])
def test_confirm_above_with_an_odd_line_says_so_and_confirms_nothing(client, coordinator, assessment, percent):
    scored(assessment, 0)

    answer = client.post(address("confirm_above"), seen(assessment, percent=percent))

    assert answer.status_code == 200
    assert list(answer.context["above"].errors) == ["percent"]
    assert TrainingNeed.objects.count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"assessment_pk": "abc"}, {"assessment_pk": "9" * 40}, {"reference": "moon"}, {"reference": "\x00"}]
)
def test_confirm_above_without_what_was_seen_says_so(client, coordinator, assessment, data):
    scored(assessment, 0)
    whole = seen(assessment, percent="25") | data if data else {"percent": "25"}

    answer = client.post(address("confirm_above"), whole)

    assert answer.status_code == 200
    assert answer.context["above"].errors
    assert TrainingNeed.objects.count() == 0


def test_confirm_above_of_an_older_assessment_says_to_look_again(client, coordinator, assessment):
    scored(assessment, 0)
    AssessmentFactory(cluster=assessment.cluster, framework=assessment.framework, assessed_on=date(2016, 1, 1))

    answer = client.post(address("confirm_above"), seen(assessment, percent="25"))

    assert len(answer.context["above"].non_field_errors()) == 1
    assert TrainingNeed.objects.count() == 0


def test_confirm_one_shows_the_gap_and_keeps_what_was_typed(client, coordinator, assessment):
    indicator = scored(assessment, 1)
    page = client.get(address("confirm", indicator.pk))
    assert (page.context["gap"].gap_bp, page.context["form"]["priority"].value()) == (5000, 2)

    answer = client.post(address("confirm", indicator.pk), seen(assessment, priority="3", reason="It decides"))

    assert answer.url == address("needs")
    need = TrainingNeed.objects.get()
    assert (need.priority, need.reason, need.decided_by) == (3, "It decides", coordinator)
    again = client.get(address("confirm", indicator.pk)).context["form"]
    assert (again["priority"].value(), again["reason"].value()) == (3, "It decides")


@pytest.mark.parametrize("data", [{"priority": "9"}, {"priority": ""}, {"reason": "a\x00b"}, {"reason": "x" * 501}])
def test_confirm_one_with_odd_input_says_so_beside_the_field(client, coordinator, assessment, data):
    indicator = scored(assessment, 1)

    answer = client.post(address("confirm", indicator.pk), seen(assessment, priority="2", reason="") | data)

    assert list(answer.context["form"].errors) == list(data)
    assert TrainingNeed.objects.count() == 0


@pytest.mark.parametrize("which", ["met", "not assessed", "another framework", "unknown", "huge"])
def test_confirm_one_without_a_gap_leads_back_with_a_sentence(client, coordinator, assessment, which):
    pk = {
        "met": lambda: scored(assessment, 3).pk,
        "not assessed": lambda: scored(assessment, None).pk,
        "another framework": lambda: IndicatorFactory().pk,
        "unknown": lambda: 987_654,
        "huge": lambda: 10**40,
    }[which]()

    for answer in (
        client.get(address("confirm", pk)),
        client.post(address("confirm", pk), seen(assessment, priority="2", reason="")),
    ):
        assert answer.url == address("needs")
        assert told(answer)[-1]
    assert TrainingNeed.objects.count() == 0


def test_confirm_against_the_own_target_comes_back_to_it(client, coordinator, assessment):
    indicator = scored(assessment, 3)
    assessment.cluster.targets.create(indicator=indicator, level=Decimal(4))

    answer = client.post(
        address("confirm", indicator.pk), seen(assessment, priority="2", reason="") | {"reference": "target"}
    )

    assert answer.url == address("needs") + "?reference=target"
    assert TrainingNeed.objects.get().reference == "target"


@pytest.mark.parametrize("reference", ["moon", "\x00", "x" * 5000, ""])
def test_unknown_reference_in_the_address_is_the_excellence_threshold(client, coordinator, assessment, reference):
    scored(assessment, 1)

    page = client.get(address("needs"), {"reference": reference})

    assert page.context["page"].found.reference == "excellence"


def test_too_few_peers_is_told_and_no_gap_is_shown(client, coordinator, assessment):
    scored(assessment, 1)

    page = client.get(address("needs"), {"reference": "peer_top"}).context["page"]

    assert (page.gap_rows, len(page.without_reference)) == ([], 1)


def test_declare_and_drop_by_the_forms(client, coordinator, assessment):
    competence = CompetenceFactory()

    answer = client.post(address("declare"), {"competence": competence.slug, "priority": "1", "reason": "Asked for"})
    assert answer.url == address("needs")
    need = TrainingNeed.objects.get()
    assert (need.competence, need.priority, need.reason) == (competence, 1, "Asked for")

    refused = client.post(address("drop", need.pk), {"reason": " "})
    assert list(refused.context["form"].errors) == ["reason"]
    assert client.post(address("drop", need.pk), {"reason": "Solved"}).url == address("needs")
    need.refresh_from_db()
    assert (need.status, need.reason) == ("dropped", "Solved")
    assert client.get(address("needs")).context["page"].dropped == [need]


@pytest.mark.parametrize(
    "data", [{"competence": "no-such"}, {"competence": "\x00"}, {"priority": "high"}, {"reason": ""}]
)
def test_declare_with_odd_input_says_so_beside_the_field(client, coordinator, assessment, data):
    competence = CompetenceFactory()
    whole = {"competence": competence.slug, "priority": "1", "reason": "Asked for"} | data

    answer = client.post(address("declare"), whole)

    assert list(answer.context["form"].errors) == list(data)
    assert TrainingNeed.objects.count() == 0


def test_drop_through_another_clusters_address_is_not_found(client, coordinator, assessment):
    need = TrainingNeedFactory()

    assert client.post(address("drop", need.pk), {"reason": "No"}).status_code == 404
    assert client.get(address("drop", 10**40)).status_code == 404
    need.refresh_from_db()
    assert need.status == "confirmed"


def test_a_newer_assessment_makes_the_page_propose_to_renew(client, coordinator, assessment):
    indicator = scored(assessment, 1)
    client.post(address("confirm_above"), seen(assessment, percent="25"))
    later = AssessmentFactory(cluster=assessment.cluster, framework=assessment.framework, assessed_on=date(2016, 1, 1))
    ScoreFactory(assessment=later, indicator=indicator, value=2)

    page = client.get(address("needs")).context["page"]
    assert ([need.indicator for need in page.older], page.counting) == ([indicator], [])
    assert client.post(address("renew"), seen(assessment)).url == address("needs")
    assert TrainingNeed.objects.filter(assessment=later).count() == 0
    client.post(address("renew"), seen(later))

    page = client.get(address("needs")).context["page"]
    assert (page.older, [need.gap_bp for need in page.counting]) == ([], [2500])
    assert client.post(address("renew"), {"assessment_pk": "\x00"}).url == address("needs")


def test_page_without_an_assessment_says_what_to_do(client, coordinator):
    ClusterFactory(slug="sedia")

    page = client.get(address("needs"))

    assert page.context["page"].found is None
    assert address("declare") in page.content.decode()


@pytest.mark.parametrize(("day", "is_told"), [(date(2013, 1, 1), False), (date(2016, 1, 2), True)])
def test_newer_open_round_changes_no_need_until_it_is_closed(client, coordinator, assessment, day, is_told):
    need = TrainingNeedFactory(cluster=assessment.cluster, assessment=assessment, indicator=scored(assessment, 2))
    Assessment.objects.update(status="closed", closed_at="2015-01-01T10:00:00Z")
    other = AssessmentFactory(cluster=assessment.cluster, framework=assessment.framework, assessed_on=day)

    answer = client.get(address("needs"))
    page = answer.context["page"]
    assert (page.found.assessment, page.counting, page.older) == (assessment, [need], [])
    assert list(TrainingNeed.objects.for_plans()) == [need]
    text = answer.content.decode()
    assert ("2 gennaio 2016" in text) is is_told
    assert (reverse("assessment_admin:close", args=[other.pk]) in text) is is_told


def test_newer_open_round_of_another_framework_changes_no_need_either(client, coordinator, assessment):
    need = TrainingNeedFactory(cluster=assessment.cluster, assessment=assessment, indicator=scored(assessment, 2))
    Assessment.objects.update(status="closed", closed_at="2015-01-01T10:00:00Z")
    AssessmentFactory(cluster=assessment.cluster, assessed_on=date(2016, 1, 2))
    assert list(TrainingNeed.objects.for_plans()) == [need]
