"""The page of a cluster's label track: who sees it, in how many queries, and how it moves."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from lms.benchmarking.closing import close_assessment
from lms.labels.models import LabelRule
from lms.labels.track_page import track_page
from lms.people.models import Role
from tests.factories import ClusterFactory, LabelAwardFactory, UserFactory, person_with
from tests.factories_benchmarks import score_all
from tests.factories_labels import ImprovementAreaFactory, LabelEvidenceFactory, LabelProposalFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
INTERVIEW = date(2026, 10, 15)
ADDRESS = "labels:track"
QUERIES = 16


def card_of(cluster, level, today=TODAY):
    return next(card for card in track_page(cluster, today).labels if card.level == level)


def state_of(cluster, level, code, today=TODAY):
    rows = {row.finding.requirement: row for row in card_of(cluster, level, today).requirements}
    return rows[code].state


def track(client, cluster, person):
    client.force_login(person)
    with translation.override("en"):
        return client.get(reverse(ADDRESS, args=[cluster.slug]))


@pytest.mark.parametrize("number", [1, 30])
def test_track_takes_as_many_queries_for_thirty_pieces(
    client, rules, cluster, framework, manager, number, django_assert_num_queries
):
    score_all(cluster, framework, [4, 1, 4, 3, None], kind="interview")
    for _ in range(number):
        LabelAwardFactory(cluster=cluster, valid_from=date(2014, 1, 1 + _), valid_until=date(2016, 1, 31))
        LabelEvidenceFactory(cluster=cluster, requirement="success-stories")
        area = ImprovementAreaFactory(cluster=cluster, accepted=True)
        area.indicators.set(framework.indicators.all())
    track(client, cluster, manager)
    with django_assert_num_queries(QUERIES):
        page = client.get(reverse(ADDRESS, args=[cluster.slug])).context["page"]
    assert len(page.labels[0].requirements[1].evidence) == len(page.improvements) == len(page.awards) == number


def test_track_is_for_the_clusters_people_and_coordinators(client, rules, cluster, coordinator):
    readers = [coordinator, *(person_with(role, cluster) for role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR))]
    other = ClusterFactory()
    strangers = [
        person_with(Role.CLUSTER_MANAGER, other), person_with(Role.ASSESSOR, other), person_with(Role.INSTRUCTOR),
        person_with(Role.REGIONAL_OFFICIAL), person_with(Role.AUDITOR), UserFactory(),
    ]  # fmt: skip
    assert [track(client, cluster, person).status_code for person in readers] == [200] * 4
    assert [track(client, cluster, person).status_code for person in strangers] == [404] * 6
    client.logout()
    assert client.get(reverse(ADDRESS, args=[cluster.slug])).status_code == 302


def test_track_says_the_figures_of_what_is_missing(client, rules, cluster, framework, manager):
    score_all(cluster, framework, [4, 1, 4, 3, 3], kind="interview", on=INTERVIEW)
    LabelEvidenceFactory(cluster=cluster, requirement="success-stories", accepted=True)
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False):
        page = track(client, cluster, manager).content.decode()
    assert "75\xa0% of at least 80\xa0% in the round of 15 October 2026." in page
    assert "1 of 2 minimum requirements met in the round of 15 October 2026." in page
    assert "I-02 Indicator 2: 1, at least 2 is asked" in page
    assert "1 of 3 accepted." in page
    assert "Benchmarked on 15 October 2026 by 1 assessor." in page
    assert "Attach 1 more piece of evidence: Eligibility: set-up and listing on the European platform." in page


def test_track_without_anything_says_where_to_begin(client, rules, cluster, manager, coordinator):
    page = track(client, cluster, manager)
    assert page.context["page"].timeline is None
    assert b"No area is described yet" in page.content
    assert card_of(cluster, "gold").requirements[1].words
    assert track(client, cluster, coordinator).status_code == 200


def test_track_without_rules_says_who_enters_them(client, cluster, manager):
    LabelRule.objects.all().delete()
    page = track(client, cluster, manager)
    assert page.content.decode().count("No rule for this label is in force") == 3
    assert page.context["page"].aim is None


def test_track_moves_when_a_submitted_self_assessment_is_closed(rules, cluster, framework, coordinator):
    score_all(cluster, framework, [4, 1, 4, 4, 4], kind="interview", on=date(2026, 3, 31))
    own = score_all(cluster, framework, [4, 4, 4, 4, 4], kind="self", on=INTERVIEW, closed=False)
    assert state_of(cluster, "gold", "minimums") == "missing"
    assert track_page(cluster, TODAY).assessment.assessed_on == date(2026, 3, 31)
    close_assessment(assessment=own, by=coordinator, now=own.recorded_at)
    row = next(row for row in card_of(cluster, "gold").requirements if row.finding.requirement == "minimums")
    assert (row.state, row.finding.reason) == ("unknown", "not_confirmed")  # the cluster's own word
    assert state_of(cluster, "bronze", "benchmarked") == "met"  # by the interview, still


def test_open_interview_counts_for_nothing_and_an_open_self_assessment_only_while_there_is_nothing_else(
    rules, cluster, framework
):
    score_all(cluster, framework, 4, kind="interview", on=INTERVIEW, closed=False)
    assert track_page(cluster, TODAY).assessment is None
    score_all(cluster, framework, 1, kind="self", on=date(2026, 9, 1), closed=False)
    assert track_page(cluster, TODAY).assessment.kind == "self"
    assert state_of(cluster, "gold", "share") == "missing"
    assert state_of(cluster, "bronze", "benchmarked") == "missing"
    score_all(cluster, framework, 4, kind="audit", on=date(2026, 8, 1))
    assert track_page(cluster, TODAY).assessment.kind == "audit"
    assert state_of(cluster, "gold", "share") == "met"


def test_gold_asks_for_two_who_scored_apart(rules, cluster, framework, manager):
    audit = score_all(cluster, framework, 4, kind="audit", on=INTERVIEW, closed=False, assessors_needed=2)
    for person in (manager, UserFactory()):
        audit.sheets.create(assessor=person, started_at=audit.recorded_at, handed_in_at=audit.recorded_at)
    type(audit).objects.filter(pk=audit.pk).update(status="closed", closed_at=audit.recorded_at)
    assert state_of(cluster, "gold", "benchmarked") == "met"
    assert state_of(cluster, "bronze", "benchmarked") == "met"
    interview = score_all(cluster, framework, 4, kind="interview", on=date(2026, 11, 1))
    assert interview.assessors_needed == 1
    assert state_of(cluster, "gold", "benchmarked") == "missing"


def test_evidence_of_what_every_label_asks_counts_for_every_label(rules, cluster):
    LabelEvidenceFactory(cluster=cluster, level="silver", requirement="eligibility", accepted=True)
    LabelEvidenceFactory(level="bronze", requirement="eligibility", accepted=True)  # of another cluster
    rows = [card.requirements[0] for card in track_page(cluster, TODAY).labels]
    assert [row.finding.requirement for row in rows] == ["eligibility"] * 3
    assert [row.state for row in rows] == ["met"] * 3
    assert [row.lists_evidence for row in rows] == [True, False, False]
    assert [len(row.evidence) for row in rows] == [1, 1, 1]


def test_rule_of_the_day_is_the_latest_that_has_begun(rules, cluster):
    bronze = rules["bronze"]
    newer = type(bronze).objects.create(level="bronze", valid_from=date(2027, 1, 1))
    assert card_of(cluster, "bronze", date(2026, 12, 31)).rule == bronze
    assert card_of(cluster, "bronze", date(2027, 1, 1)).rule == newer
    assert card_of(cluster, "bronze", date(2019, 11, 14)).rule is None


def test_label_to_be_renewed_comes_before_one_to_be_won(rules, cluster):
    assert track_page(cluster, TODAY).aim.level == "bronze"
    LabelAwardFactory(cluster=cluster, level="bronze", valid_from=date(2026, 1, 1), valid_until=date(2028, 1, 31))
    assert track_page(cluster, TODAY).aim.level == "silver"
    LabelAwardFactory(cluster=cluster, level="silver", valid_from=date(2024, 1, 1), valid_until=date(2026, 1, 31))
    page = track_page(cluster, TODAY)
    assert (page.aim.level, page.aim.stage) == ("silver", "grace")
    assert page.aim.grace_until == date(2027, 1, 31)
    assert page.aim.if_benchmarked_today.valid_until == date(2029, 1, 31)
    assert page.timeline.rows[1].bars


def test_open_proposal_is_what_comes_next(client, rules, cluster, manager, coordinator):
    proposal = LabelProposalFactory(cluster=cluster, rule=rules["bronze"])
    confirm = reverse("labelproposal_admin:confirm", args=[proposal.pk])
    assert confirm in track(client, cluster, coordinator).content.decode()
    assert confirm not in track(client, cluster, manager).content.decode()
    page = track(client, cluster, manager)
    assert page.context["page"].aim.proposal is not None
    said = "The label is proposed from 15 October 2026 to 31 October 2028: a coordinator confirms it."
    assert page.content.decode().count(said) == 2


@pytest.mark.parametrize("end", [None, date(9999, 12, 31)])
def test_label_without_an_end_or_far_away_is_held(client, rules, cluster, manager, end):
    LabelAwardFactory(cluster=cluster, level="gold", valid_from=date(2014, 1, 1), valid_until=end)
    assert track(client, cluster, manager).status_code == 200
    assert card_of(cluster, "gold").stage == "held"
