"""What is being scored and what waits for whom; drafts count nowhere, and no file overwrites them."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from lms.benchmarking.import_writing import conflicts_of, preview_of
from lms.benchmarking.models import Assessment
from lms.benchmarking.reading import peer_rounds
from lms.benchmarking.rounds import counting_rounds
from lms.benchmarking.scoring_list import Step, open_rows, waiting_for
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import make_framework, score_all
from tests.factories_scoring import (
    NOW,
    answered,
    assessor_of,
    assessor_who_tutors,
    begun,
    manager_of,
    sheet_of,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return ClusterFactory(slug="sedia")


@pytest.fixture
def framework():
    return make_framework(2)


def steps(person):
    return [row.step for row in waiting_for(person)]


def test_each_finds_what_waits_for_himself(cluster, framework):
    manager, assessor, in_conflict = manager_of(cluster), assessor_of(cluster), assessor_who_tutors(cluster)
    coordinator = person_with(Role.COORDINATOR)
    people = [manager, assessor, in_conflict, coordinator, person_with(Role.TUTOR, cluster), UserFactory()]
    draft = begun(cluster, framework, manager)
    assert [steps(person) for person in people] == [[Step.FILL_IN], [], [], [], [], []]
    Assessment.objects.filter(pk=draft.pk).update(returned_reason="Manca il verbale")
    assert steps(manager) == [Step.REVISE]
    Assessment.objects.filter(pk=draft.pk).update(submitted_at=NOW, submitted_by=manager)
    assert [steps(person) for person in people] == [[], [Step.CLOSE], [], [Step.CLOSE], [], []]


def test_sheets_wait_for_those_who_write_them(cluster, framework):
    one, two, third = (assessor_of(cluster) for _ in range(3))
    audit = begun(cluster, framework, one, kind="audit", apart=True)
    sheet_of(audit, one, [1, 2])
    assert [steps(person) for person in (one, two)] == [[Step.SCORE], [Step.BEGIN_SHEET]]
    second = sheet_of(audit, two, [1, 2])
    assert steps(third) == []
    audit.sheets.update(handed_in_at=NOW)
    assert [steps(person) for person in (one, two, third)] == [[Step.AGREE], [Step.AGREE], []]
    assert second.pk


def test_rows_say_how_far_each_is(cluster, framework):
    manager = manager_of(cluster)
    draft = answered(begun(cluster, framework, manager))
    draft.scores.filter(indicator__code="I-02").update(is_answered=False, value=None)
    row = open_rows(manager, [cluster])[0]
    assert (row.answered, row.total, row.shows_progress) == (1, 2, True)


@pytest.mark.parametrize("clusters", [1, 3])
def test_waiting_takes_the_same_queries(framework, django_assert_num_queries, clusters):
    assessor = UserFactory()
    for _ in range(clusters):
        cluster = ClusterFactory()
        person_with(Role.ASSESSOR, cluster, user=assessor)
        submitted(cluster, framework, manager_of(cluster))
        audit = begun(cluster, framework, assessor_of(cluster), kind="audit", apart=True)
        sheet_of(audit, assessor)
    assessor = type(assessor).objects.get(pk=assessor.pk)
    with django_assert_num_queries(8):
        assert len(waiting_for(assessor)) == 2 * clusters


def test_list_page_offers_what_the_person_may_begin(client, cluster, framework):
    address = reverse("benchmarking:scoring", args=["sedia"])
    offers = {}
    people = {
        "manager": manager_of(cluster),
        "assessor": assessor_of(cluster),
        "conflict": assessor_who_tutors(cluster),
    }
    for name, person in people.items():
        client.force_login(person)
        page = client.get(address).content.decode()
        forms = ("start_self", "start_assessment", "declare_conflict")
        offers[name] = {form for form in forms if reverse(f"benchmarking:{form}", args=["sedia"]) in page}
    assert offers == {
        "manager": {"start_self"},
        "assessor": {"start_assessment", "declare_conflict"},
        "conflict": {"declare_conflict"},
    }


def test_starting_pages_begin_and_lead_to_the_scoring(client, cluster, framework):
    today = timezone.localdate().isoformat()
    client.force_login(manager_of(cluster))
    address = reverse("benchmarking:start_self", args=["sedia"])
    data = {"framework": framework.pk, "on": today}
    first = client.post(address, data).url
    assert client.post(address, data).url == first, "the second click goes on with the first one"
    client.force_login(assessor_of(cluster))
    address = reverse("benchmarking:start_assessment", args=["sedia"])
    client.post(address, data | {"kind": "audit", "assessors": "2"})
    started = Assessment.objects.get(kind="audit")
    assert (started.assessors_needed, started.sheets.count()) == (2, 1)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"framework": "x", "on": "yesterday", "kind": "self", "assessors": "9"},
        {"framework": "99999999999999999999", "on": "2026-13-45", "kind": "audit", "assessors": "1"},
        {"framework": "1\x00", "on": "\x00", "kind": "\x00", "assessors": "\x00"},
    ],
)
@pytest.mark.parametrize("who", [("start_self", manager_of), ("start_assessment", assessor_of)])
def test_bad_starts_get_sentences(client, cluster, framework, data, who):
    name, person = who
    client.force_login(person(cluster))
    answer = client.post(reverse(f"benchmarking:{name}", args=["sedia"]), data)
    assert (answer.status_code, Assessment.objects.count()) == (200, 0)
    assert 'class="error-summary"' in answer.content.decode()


def test_what_is_scored_by_hand_counts_once_it_is_closed(cluster, framework):
    waiting = submitted(cluster, framework, manager_of(cluster))
    own = score_all(ClusterFactory(), framework, 2, on="2026-12-01", closed=False)
    assert set(Assessment.objects.counting()) == {own}
    assert waiting not in counting_rounds(list(Assessment.objects.all()))
    assert waiting not in Assessment.objects.all().closed_first()
    assert peer_rounds(own) == {}
    Assessment.objects.filter(pk=waiting.pk).update(status="closed", closed_at=NOW)
    assert waiting in Assessment.objects.counting()
    assert waiting in Assessment.objects.all().closed_first()
    assert peer_rounds(own) == {cluster.code: waiting.pk}


def test_rule_in_python_is_the_one_of_the_queryset(cluster, framework):
    submitted(cluster, framework, manager_of(cluster))
    score_all(cluster, framework, 2, on="2016-03-31", closed=False)
    score_all(ClusterFactory(), framework, 2, closed=False)
    rows = list(Assessment.objects.all())
    assert set(counting_rounds(rows)) == set(Assessment.objects.counting())
    assert len(counting_rounds(rows)) == 2


class Workbook:
    """What the import asks of a file that was read: one cluster's column for a day."""

    def __init__(self, assessment):
        self.framework, self.version = assessment.framework.code, assessment.framework.version
        self.kind, self.assessed_on, self.sheet = assessment.kind, assessment.assessed_on, "Scores"
        self.scores = {assessment.cluster.code: {"I-01": 1, "I-02": 1}}
        self.recognised = type("Recognised", (), {"cluster_columns": {assessment.cluster.code: "C"}, "header_row": 1})


@pytest.mark.parametrize("replace", [True, False])
def test_no_file_overwrites_what_is_scored_by_hand(cluster, framework, replace):
    workbook = Workbook(begun(cluster, framework, manager_of(cluster)))
    found = conflicts_of(workbook, preview_of(workbook), replace=replace)
    assert [conflict.code for conflict in found] == ["scored_by_hand"]


def test_admin_lists_what_waits_and_offers_what_the_rule_allows(client, cluster, framework):
    manager = manager_of(cluster)
    waiting = submitted(cluster, framework, manager)
    drafted = begun(ClusterFactory(), framework, manager)
    coordinator = person_with(Role.COORDINATOR)
    client.force_login(coordinator)
    index, close = reverse("assessment_admin:index"), reverse("assessment_admin:close", args=[waiting.pk])
    with translation.override("en"):
        found = {
            state: client.get(index, {"waiting": state}).context["object_list"] for state in ("filling", "submitted")
        }
    assert {state: list(rows) for state, rows in found.items()} == {"filling": [drafted], "submitted": [waiting]}
    page = client.get(index).content.decode()
    assert close in page
    assert reverse("assessment_admin:close", args=[drafted.pk]) not in page
    person_with(Role.TUTOR, cluster, user=coordinator)
    assert close not in client.get(index).content.decode()
    refused = client.post(close)
    assert refused.status_code == 200
    waiting.refresh_from_db()
    assert not waiting.is_closed
