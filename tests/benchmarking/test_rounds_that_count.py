"""An open round changes no figure beside a closed one, is read by few, and can be removed until needs rest on it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from lms.benchmarking.models import Assessment, Score
from lms.benchmarking.reading import peer_rounds
from lms.benchmarking.removing import delete_assessment
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_benchmarks import FIRST_ROUND, SECOND_ROUND, make_framework, score_all
from tests.factories_courses import TrainingNeedFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2016, 5, 1, 9, tzinfo=UTC)
LATER = date(2018, 1, 31)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def framework():
    return make_framework()


@pytest.fixture
def cluster():
    return ClusterFactory(name="Sedia", slug="sedia")


@pytest.fixture
def closed(cluster, framework):
    return score_all(cluster, framework, 1)


@pytest.fixture
def newer(closed):
    """An open interview of a later day."""
    return score_all(closed.cluster, closed.framework, 4, on=LATER, closed=False, kind="interview")


def counting():
    return set(Assessment.objects.counting())


def test_open_round_counts_only_while_there_is_no_closed_one(cluster, framework):
    open_one = score_all(cluster, framework, 4, on=LATER, closed=False)
    assert counting() == {open_one}
    closed = score_all(cluster, framework, 1, on=FIRST_ROUND)
    assert counting() == {closed}


def test_closed_round_of_another_cluster_or_framework_takes_nothing_away(cluster, closed, framework):
    elsewhere = score_all(ClusterFactory(), framework, 4, closed=False)
    other = score_all(cluster, make_framework(code="OTHER"), 4, closed=False)
    assert counting() == {closed, elsewhere, other}


def test_peers_are_held_against_their_closed_rounds(newer, closed, framework):
    own = score_all(ClusterFactory(), framework, 2, on=LATER)
    assert set(peer_rounds(own).values()) == {closed.pk}


def test_overview_shows_the_closed_round(client, coordinator, newer, closed):
    client.force_login(coordinator)
    page = client.get("/en/benchmarks/").context["page"]
    assert [row.assessment for row in page.rows] == [closed]
    assert list(page.days.values()) == [SECOND_ROUND]


def test_coordinator_sees_the_closed_round_first_and_may_choose_the_open_one(client, coordinator, newer, closed):
    client.force_login(coordinator)
    address = reverse("benchmarking:benchmark", args=["sedia"])
    page = client.get(address).context["page"]
    assert (page.assessment, list(page.rounds.values())) == (closed, [newer, closed])
    text = client.get(address).content.decode()
    assert "31 January 2018 – Interview (open)</option>" in text
    assert "31 March 2016 – Self-assessment</option>" in text
    chosen = client.get(address, {"on": LATER.isoformat()}).context["page"]
    assert (chosen.assessment, chosen.earlier) == (newer, closed)


def test_open_round_is_no_earlier_round_of_a_closed_one(client, coordinator, cluster, framework, closed):
    score_all(cluster, framework, 4, on=FIRST_ROUND, closed=False, kind="interview")
    client.force_login(coordinator)
    page = client.get(reverse("benchmarking:benchmark", args=["sedia"])).context["page"]
    assert (page.assessment, page.earlier) == (closed, None)


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR])
@pytest.mark.parametrize(("kind", "is_read"), [("self", True), ("interview", False), ("audit", False)])
def test_of_open_rounds_others_read_what_the_cluster_says_itself(cluster, framework, closed, role, kind, is_read):
    own = score_all(cluster, framework, 4, on=LATER, closed=False, kind=kind)
    score_all(ClusterFactory(), framework, 4, closed=False)
    visible = set(Assessment.objects.visible_to(person_with(role, cluster)))
    assert visible == ({closed, own} if is_read else {closed})
    assert own in Assessment.objects.visible_to(person_with(Role.COORDINATOR))


def test_desk_shows_the_closed_round(client, coordinator, newer, closed):
    client.force_login(coordinator)
    row = client.get("/en/desk/").context["rows"][0]
    assert row.assessment == closed


def test_open_assessment_is_removed_and_the_trail_keeps_it(client, coordinator, newer, closed):
    client.force_login(coordinator)
    address = reverse("assessment_admin:remove", args=[newer.pk])
    assert "cannot be removed" in client.get(address).content.decode()
    assert Assessment.objects.count() == 2
    assert client.post(address).status_code == 302
    assert list(Assessment.objects.all()) == [closed]
    assert Score.objects.count() == 4
    entry = ModelLogEntry.objects.get(action="benchmarking.remove")
    assert (entry.object_id, entry.user, entry.deleted) == (str(newer.pk), coordinator, True)
    assert client.post(address, follow=True).status_code == 404


def test_only_open_rows_offer_their_removal(client, coordinator, newer, closed):
    client.force_login(coordinator)
    text = client.get(reverse("assessment_admin:index")).content.decode()
    assert reverse("assessment_admin:remove", args=[newer.pk]) in text
    assert reverse("assessment_admin:remove", args=[closed.pk]) not in text


def test_closed_assessment_stays(coordinator, closed):
    with pytest.raises(ValidationError, match="is closed: it is evidence"):
        delete_assessment(assessment=closed, by=coordinator)
    assert Assessment.objects.get() == closed


def test_assessment_that_needs_rest_on_stays_with_its_log(client, coordinator, cluster, framework):
    assessment = score_all(cluster, framework, 1, closed=False)
    TrainingNeedFactory(cluster=cluster, assessment=assessment, indicator=framework.indicators.first())
    client.force_login(coordinator)
    answer = client.post(reverse("assessment_admin:remove", args=[assessment.pk]))
    assert "training needs were made from it: close it instead" in answer.content.decode()
    assert assessment.scores.count() == 4
    assert not ModelLogEntry.objects.filter(action="benchmarking.remove").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_else_removes(client, newer, cluster, role):
    of_cluster = cluster if role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR) else None
    person = person_with(role, of_cluster)
    with pytest.raises(PermissionDenied):
        delete_assessment(assessment=newer, by=person)
    client.force_login(person)
    assert client.post(reverse("assessment_admin:remove", args=[newer.pk])).status_code in (302, 403)
    assert Assessment.objects.filter(pk=newer.pk).exists()


def test_assessment_removed_meanwhile_is_said_to_be_gone(coordinator, newer):
    gone = Assessment.objects.get(pk=newer.pk)
    delete_assessment(assessment=newer, by=coordinator)
    with pytest.raises(ValidationError, match="removed already"):
        delete_assessment(assessment=gone, by=coordinator)
