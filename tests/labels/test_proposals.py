"""Labels are proposed once, when everything is met and a label would still hold; coordinators decide, once."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.clusters.models import LabelAward
from lms.labels.models import LabelProposal
from lms.labels.proposal_actions import confirm_proposal, dismiss_proposal
from lms.labels.proposing import propose_labels
from lms.labels.review_actions import review_piece
from lms.outbox.models import Message
from lms.people.models import Role, User
from tests.factories import ClusterFactory, LabelAwardFactory, person_with
from tests.factories_benchmarks import score_all
from tests.factories_labels import (
    NOW,
    ImprovementAreaFactory,
    LabelEvidenceFactory,
    LabelProposalFactory,
    LabelRuleFactory,
)

INTERVIEW = date(2026, 10, 15)
SIMPLE = [{"kind": "benchmarked", "amount": 1}]


def bring_bronze(cluster):
    """Bring all the evidence that Bronze asks, accepted."""
    for code in ("eligibility", "success-stories", "success-stories", "success-stories"):
        LabelEvidenceFactory(cluster=cluster, requirement=code, accepted=True)


def proposed():
    return sorted(LabelProposal.objects.values_list("level", "kind", "valid_from", "valid_until"))


@pytest.fixture
def proposal(db, cluster):
    return LabelProposalFactory(cluster=cluster)


def confirm(proposal, by, **changes):
    days = {"valid_from": proposal.valid_from, "valid_until": proposal.valid_until, "reason": ""}
    return confirm_proposal(proposal=proposal, by=by, now=NOW, **(days | changes))


def test_closed_interview_with_all_evidence_proposes_bronze_once(rules, cluster, framework, coordinator):
    interview = score_all(cluster, framework, 0, kind="interview", on=INTERVIEW)
    bring_bronze(cluster)
    assert [propose_labels(now=NOW), propose_labels(now=NOW)] == [1, 0]
    assert proposed() == [("bronze", "first", INTERVIEW, date(2028, 10, 31))]
    written = LabelProposal.objects.get()
    assert (written.assessment, written.rule, written.status) == (interview, rules["bronze"], "open")
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.link) == (
        coordinator, "label_proposed", reverse("labelproposal_admin:index"),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "round_",
    [
        {"kind": "self"},
        {"kind": "interview", "closed": False},
        {"kind": "interview", "on": date(2024, 10, 31)},  # a label from it ended in October 2026
    ],
)
def test_other_rounds_propose_nothing(rules, cluster, framework, round_):
    bring_bronze(cluster)
    score_all(cluster, framework, 4, **({"on": INTERVIEW} | round_))
    assert propose_labels(now=NOW) == 0


def test_label_from_the_oldest_day_that_still_holds_is_proposed(rules, cluster, framework):
    bring_bronze(cluster)
    score_all(cluster, framework, 4, kind="interview", on=date(2024, 11, 1))
    assert propose_labels(now=NOW) == 1
    assert proposed()[0][3] == date(2026, 11, 30)


def test_last_piece_that_is_accepted_brings_the_proposal(rules, cluster, framework, assessor):
    score_all(cluster, framework, 0, kind="interview", on=INTERVIEW)
    for _ in range(3):
        LabelEvidenceFactory(cluster=cluster, requirement="success-stories", accepted=True)
    last = LabelEvidenceFactory(cluster=cluster, requirement="eligibility")
    assert propose_labels(now=NOW) == 0
    review_piece(piece=last, accepted=True, reason="", seen=last.version, by=assessor, now=NOW)
    assert [label for label, *_ in proposed()] == ["bronze"]


def test_silver_and_gold_ask_for_their_own(rules, cluster, framework):
    bring_bronze(cluster)
    for _ in range(3):
        ImprovementAreaFactory(cluster=cluster, accepted=True)
    score_all(cluster, framework, 0, kind="interview", on=date(2025, 3, 15))
    score_all(cluster, framework, [4, 2, 4, 4, 2], kind="interview", on=INTERVIEW)
    assert propose_labels(now=NOW) == 2  # Bronze and Silver: all minimums and 80 %, but one assessor
    assert [label for label, *_ in proposed()] == ["bronze", "silver"]
    audit = score_all(cluster, framework, [4, 2, 4, 4, 2], kind="audit", on=date(2026, 11, 1), assessors_needed=2)
    assert propose_labels(now=NOW) == 1
    assert LabelProposal.objects.get(level="gold").assessment == audit


def test_missed_minimum_keeps_silver_and_gold_away(rules, cluster, framework):
    bring_bronze(cluster)
    for _ in range(3):
        ImprovementAreaFactory(cluster=cluster, accepted=True)
    score_all(cluster, framework, 4, kind="interview", on=date(2025, 3, 15))
    score_all(cluster, framework, [1, 4, 4, 4, 4], kind="audit", on=INTERVIEW, assessors_needed=2)
    propose_labels(now=NOW)
    assert [label for label, *_ in proposed()] == ["bronze"]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((date(2024, 10, 1), date(2026, 10, 31)), ("renewal", date(2026, 11, 1), date(2029, 10, 31))),
        ((date(2023, 10, 1), date(2025, 10, 31)), ("renewal", date(2025, 11, 1), date(2028, 10, 31))),
        ((date(2023, 9, 1), date(2025, 9, 30)), ("first", INTERVIEW, date(2028, 10, 31))),  # after the year of grace
        ((date(2026, 1, 1), date(2028, 1, 31)), None),  # too early to renew
        ((INTERVIEW, date(2028, 10, 31)), None),  # entered by hand from the same interview
        ((date(2014, 1, 1), None), None),
    ],
)
def test_label_that_is_or_was_held_is_renewed_in_its_time(rules, cluster, framework, held, expected):
    bring_bronze(cluster)
    LabelAwardFactory(cluster=cluster, valid_from=held[0], valid_until=held[1])
    score_all(cluster, framework, 0, kind="interview", on=INTERVIEW)
    propose_labels(now=NOW)
    assert proposed() == ([("bronze", *expected)] if expected else [])


def test_dismissed_proposal_does_not_come_back_nor_give_way_to_an_older_interview(
    rules, cluster, framework, coordinator
):
    bring_bronze(cluster)
    for on in (date(2026, 3, 1), INTERVIEW):
        score_all(cluster, framework, 0, kind="interview", on=on)
    propose_labels(now=NOW)
    dismiss_proposal(proposal=LabelProposal.objects.get(), reason="Not yet", by=coordinator, now=NOW)
    assert propose_labels(now=NOW) == 0
    score_all(cluster, framework, 0, kind="interview", on=date(2026, 11, 20))
    assert propose_labels(now=NOW) == 1


def test_rule_is_that_of_the_day_of_the_assessment(db, cluster, framework):
    old, new = LabelRuleFactory(asks=SIMPLE), LabelRuleFactory(valid_from=date(2026, 11, 1), asks=SIMPLE)
    assert old.valid_from < INTERVIEW < new.valid_from
    type(old).objects.exclude(pk__in=[old.pk, new.pk]).delete()
    score_all(cluster, framework, 0, kind="interview", on=INTERVIEW)
    propose_labels(now=NOW)
    assert LabelProposal.objects.get().rule == old


def test_rule_that_asks_nothing_and_no_rule_at_all_propose_nothing(rules, cluster, framework):
    score_all(cluster, framework, 4, kind="interview", on=INTERVIEW)
    LabelRuleFactory(valid_from=date(2026, 1, 1))
    assert propose_labels(now=NOW) == 0
    type(rules["bronze"]).objects.all().delete()
    assert propose_labels(now=NOW) == 0


@pytest.mark.parametrize("number", [1, 30])
def test_looking_for_proposals_takes_as_many_queries_for_thirty_clusters(
    rules, framework, number, django_assert_num_queries
):
    for _ in range(number):
        cluster = ClusterFactory()
        LabelEvidenceFactory(cluster=cluster, requirement="eligibility", accepted=True)
        score_all(cluster, framework, 1, kind="interview", on=INTERVIEW)
    with django_assert_num_queries(9):
        assert propose_labels(now=NOW) == 0


def test_confirming_writes_the_label_and_tells_the_managers(proposal, cluster, manager, coordinator):
    award = confirm(proposal, coordinator)
    proposal.refresh_from_db()
    assert (award.cluster, award.level, award.valid_from, award.valid_until) == (
        cluster, "bronze", proposal.valid_from, proposal.valid_until,
    )  # fmt: skip
    assert (proposal.status, proposal.award, proposal.decided_by) == ("confirmed", award, coordinator)
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.language) == (manager, "label_awarded", "en")
    assert "from 15 October 2026 to 31 October 2028" in message.text
    assert ModelLogEntry.objects.get(action="labels.confirm").user == coordinator


def test_other_days_need_a_reason(proposal, coordinator):
    with pytest.raises(ValidationError) as refused:
        confirm(proposal, coordinator, valid_until=date(2029, 1, 31))
    assert "reason" in refused.value.message_dict
    award = confirm(proposal, coordinator, valid_until=date(2029, 1, 31), reason="As on the certificate")
    proposal.refresh_from_db()
    assert (award.valid_until, proposal.valid_until) == (date(2029, 1, 31), date(2028, 10, 31))
    assert proposal.reason == "As on the certificate"


@pytest.mark.parametrize("again", [confirm, lambda p, by: dismiss_proposal(proposal=p, reason="x", by=by, now=NOW)])
def test_second_decision_finds_the_first(proposal, coordinator, again):
    confirm(proposal, coordinator)
    with pytest.raises(ValidationError) as refused:
        again(proposal, coordinator)
    assert refused.value.code == "decided"
    assert LabelAward.objects.count() == 1


def test_label_entered_by_hand_meanwhile_is_not_awarded_twice(proposal, cluster, coordinator):
    LabelAwardFactory(cluster=cluster, valid_from=date(2026, 10, 1), valid_until=date(2028, 10, 31))
    with pytest.raises(ValidationError) as refused:
        confirm(proposal, coordinator)
    assert refused.value.code == "held"
    assert LabelAward.objects.count() == 1
    proposal.refresh_from_db()
    assert proposal.status == "open"


def test_dismissal_needs_a_reason(proposal, coordinator):
    with pytest.raises(ValidationError):
        dismiss_proposal(proposal=proposal, reason=" ", by=coordinator, now=NOW)
    dismiss_proposal(proposal=proposal, reason="No visit", by=coordinator, now=NOW)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.reason, proposal.award) == ("dismissed", "No visit", None)
    assert not LabelAward.objects.exists()


def test_only_coordinators_decide(proposal, manager, assessor):
    for person in (manager, assessor):
        with pytest.raises(PermissionDenied):
            confirm(proposal, person)
        with pytest.raises(PermissionDenied):
            dismiss_proposal(proposal=proposal, reason="x", by=person, now=NOW)


def test_two_coordinators_at_the_same_moment_award_one_label(shared_db):
    proposal = LabelProposalFactory()
    people = [person_with(Role.COORDINATOR).pk for _ in range(2)]
    start, outcomes = Barrier(2), []

    def decide(pk):
        try:
            start.wait()
            confirm(LabelProposal.objects.get(pk=proposal.pk), User.objects.get(pk=pk))
            outcomes.append("awarded")
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[pk]) for pk in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["awarded", "decided"]
    assert LabelAward.objects.count() == 1


def test_proposals_of_two_assessments_on_one_day_are_one(rules, cluster, framework):
    bring_bronze(cluster)
    score_all(cluster, framework, 0, kind="interview", on=INTERVIEW)
    score_all(cluster, framework, 0, kind="audit", on=INTERVIEW)
    assert propose_labels(now=NOW) == 1
    assert LabelProposal.objects.get().assessment.kind == "audit"


def test_clusters_that_are_named_are_looked_at_alone(rules, framework):
    clusters = [ClusterFactory() for _ in range(2)]
    for cluster in clusters:
        bring_bronze(cluster)
        score_all(cluster, framework, 0, kind="interview", on=INTERVIEW)
    assert propose_labels(now=NOW, clusters=[clusters[1].pk]) == 1
    assert LabelProposal.objects.get().cluster == clusters[1]
    assert propose_labels(now=datetime(2026, 12, 1, tzinfo=UTC)) == 1
