"""A cluster's own targets: by whom they are set, what is refused, that twice does no harm."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from wagtail.models import ModelLogEntry

from lms.benchmarking.models import ClusterTarget, ScaleLevel
from lms.benchmarking.target_actions import remove_target, set_target
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import aim, make_framework, score_all

pytestmark = pytest.mark.django_db

ADDRESS = "/en/clusters/chairs/benchmark/target/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def cluster():
    return ClusterFactory(name="Chairs", slug="chairs")


@pytest.fixture
def framework():
    return make_framework()


@pytest.fixture
def indicator(framework):
    return framework.indicators.get(code="I-01")


@pytest.fixture
def manager(cluster):
    return person_with(Role.CLUSTER_MANAGER, cluster)


def targets():
    return list(ClusterTarget.objects.values_list("cluster__slug", "indicator__code", "level"))


def logged():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


# Actions ----------------------------------------------------------------------------------------


def test_target_is_set_changed_and_removed_with_a_log(cluster, indicator, manager):
    set_target(cluster=cluster, indicator=indicator, level=Decimal(3), by=manager)
    assert targets() == [("chairs", "I-01", 3)]
    set_target(cluster=cluster, indicator=indicator, level=Decimal(4), by=manager)
    assert targets() == [("chairs", "I-01", 4)]
    assert remove_target(cluster=cluster, indicator=indicator, by=manager) is True
    assert targets() == []
    assert logged() == ["wagtail.create", "wagtail.edit", "wagtail.delete"]
    assert {entry.user for entry in ModelLogEntry.objects.all()} == {manager}


def test_target_set_twice_is_one_target_and_one_line_in_the_log(cluster, indicator, manager):
    for _ in range(2):
        set_target(cluster=cluster, indicator=indicator, level=Decimal(3), by=manager)
    assert (targets(), logged()) == ([("chairs", "I-01", 3)], ["wagtail.create"])


def test_target_removed_twice_says_that_there_was_none(cluster, indicator, manager):
    aim(cluster, indicator.framework, I_01=3)
    assert remove_target(cluster=cluster, indicator=indicator, by=manager) is True
    assert remove_target(cluster=cluster, indicator=indicator, by=manager) is False
    assert logged() == ["wagtail.delete"]


@pytest.mark.parametrize("level", ["5", "-1", "2.5"])
def test_target_outside_the_scale_is_refused(cluster, indicator, manager, level):
    with pytest.raises(ValidationError, match="has no such level: choose one from 0 to 4"):
        set_target(cluster=cluster, indicator=indicator, level=Decimal(level), by=manager)
    assert (targets(), logged()) == ([], [])


def test_target_above_the_indicators_own_scale_is_refused(cluster, indicator, manager):
    ScaleLevel.objects.create(framework=indicator.framework, value=9, label_it="x", label_en="x")
    with pytest.raises(ValidationError):
        set_target(cluster=cluster, indicator=indicator, level=Decimal(9), by=manager)
    assert targets() == []


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.TUTOR, Role.INSTRUCTOR])
def test_target_by_others_of_the_cluster_is_refused(cluster, indicator, role):
    aim(cluster, indicator.framework, I_01=2)
    person = person_with(role, cluster)
    with pytest.raises(PermissionDenied):
        set_target(cluster=cluster, indicator=indicator, level=Decimal(3), by=person)
    with pytest.raises(PermissionDenied):
        remove_target(cluster=cluster, indicator=indicator, by=person)
    assert targets() == [("chairs", "I-01", 2)]


# The form ---------------------------------------------------------------------------------------


def send(client, person, **data):
    client.force_login(person)
    return client.post(ADDRESS, data)


def test_form_saves_and_leads_to_the_comparison_with_targets(client, cluster, framework, manager):
    score_all(cluster, framework, 2)
    client.force_login(manager)
    response = client.post(ADDRESS + "?on=2016-03-31", {"indicator": "I-01", "level": "4"}, follow=True)
    assert response.redirect_chain == [("/en/clusters/chairs/benchmark/?on=2016-03-31&reference=target", 302)]
    assert targets() == [("chairs", "I-01", 4)]
    text = response.content.decode()
    assert "The target of I-01 is saved." in text
    assert [row.indicator.code for row in response.context["page"].gaps] == ["I-01"]


def test_form_removes(client, cluster, framework, manager):
    score_all(cluster, framework, 2)
    aim(cluster, framework, I_01=3)
    client.force_login(manager)
    response = client.post(ADDRESS, {"indicator": "I-01", "level": "none"}, follow=True)
    assert response.redirect_chain[0][1] == 302
    assert targets() == []
    assert "The target of I-01 is removed." in response.content.decode()
    assert "is saved" not in response.content.decode()


def test_form_sent_twice_does_no_harm(client, cluster, framework, manager):
    score_all(cluster, framework, 2)
    for _ in range(2):
        assert send(client, manager, indicator="I-01", level="3").status_code == 302
    assert (targets(), logged()) == ([("chairs", "I-01", 3)], ["wagtail.create"])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose the indicator."),
        ({"indicator": "I-01"}, "Choose the level."),
        ({"indicator": "I-99", "level": "3"}, "Choose one of the indicators listed."),
        ({"indicator": "I-01\x00", "level": "3"}, "Choose one of the indicators listed."),
        ({"indicator": "I-01", "level": "5"}, "Choose one of the levels listed."),
        ({"indicator": "I-01", "level": "NaN"}, "Choose one of the levels listed."),
        ({"indicator": "I-01", "level": "1e999999"}, "Choose one of the levels listed."),
        ({"indicator": "I-01", "level": "3\x00"}, "Choose one of the levels listed."),
        ({"indicator": "x" * 5000, "level": "3"}, "Choose one of the indicators listed."),
    ],
)
def test_form_with_bad_input_says_what_to_do_and_saves_nothing(client, cluster, framework, manager, data, sentence):
    score_all(cluster, framework, 2)
    response = send(client, manager, **data)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert (targets(), logged()) == ([], [])


def test_form_shows_what_the_action_refuses(client, cluster, framework, manager):
    ScaleLevel.objects.create(framework=framework, value=9, label_it="x", label_en="x")
    score_all(cluster, framework, 2)
    response = send(client, manager, indicator="I-01", level="9")
    assert "The scale of I-01 has no such level: choose one from 0 to 4." in response.content.decode()
    assert targets() == []


def test_form_knows_no_indicator_of_another_framework(client, cluster, framework, manager):
    score_all(cluster, framework, 2)
    make_framework(indicators=9)
    assert "Choose one of the indicators listed." in send(client, manager, indicator="I-09", level="3").content.decode()
    assert targets() == []


def test_form_by_each_role(client, cluster, framework):
    score_all(cluster, framework, 2)
    other = ClusterFactory()
    statuses = {
        "coordinator": person_with(Role.COORDINATOR),
        "manager": person_with(Role.CLUSTER_MANAGER, cluster),
        "assessor": person_with(Role.ASSESSOR, cluster),
        "tutor": person_with(Role.TUTOR, cluster),
        "manager of another": person_with(Role.CLUSTER_MANAGER, other),
        "official": person_with(Role.REGIONAL_OFFICIAL),
        "auditor": person_with(Role.AUDITOR),
        "stranger": UserFactory(),
    }
    for name, person in statuses.items():
        ClusterTarget.objects.all().delete()
        statuses[name] = (send(client, person, indicator="I-01", level="3").status_code, len(targets()))
    assert statuses == {
        "coordinator": (302, 1), "manager": (302, 1),
        "assessor": (404, 0), "tutor": (404, 0),
        "manager of another": (404, 0), "official": (404, 0), "auditor": (404, 0), "stranger": (404, 0),
    }  # fmt: skip


def test_form_for_nobody_leads_to_the_sign_in(client, cluster):
    response = client.post(ADDRESS, {"indicator": "I-01", "level": "3"})
    assert response.status_code == 302
    assert response["Location"].startswith("/en/account/login/")


def test_form_without_assessment_goes_back_to_the_page(client, cluster, manager):
    response = send(client, manager, indicator="I-01", level="3")
    assert (response.status_code, response["Location"]) == (302, "/en/clusters/chairs/benchmark/")
    assert targets() == []


def test_form_asks_for_the_token(client, cluster, framework, manager):
    score_all(cluster, framework, 2)
    client.force_login(manager)
    client.handler.enforce_csrf_checks = True
    assert client.post(ADDRESS, {"indicator": "I-01", "level": "3"}).status_code == 403
    assert targets() == []


def test_form_loaded_again_leads_back_to_the_page_and_sets_nothing(client, cluster, framework, manager):
    score_all(cluster, framework, 2)
    client.force_login(manager)
    response = client.get(ADDRESS + "?on=2016-03-31&indicator=I-01&level=3")
    assert response.status_code == 302
    assert response["Location"] == "/en/clusters/chairs/benchmark/?on=2016-03-31&indicator=I-01&level=3"
    assert client.put(ADDRESS).status_code == 405
    assert targets() == []
    client.force_login(UserFactory())
    assert client.get(ADDRESS).status_code == 404


def test_form_is_shown_to_those_who_may_use_it(client, cluster, framework, manager):
    score_all(cluster, framework, 2)
    for person, is_shown in [(manager, True), (person_with(Role.TUTOR, cluster), False)]:
        client.force_login(person)
        html = client.get("/en/clusters/chairs/benchmark/").content.decode()
        assert (f'action="{ADDRESS}' in html) is is_shown
