"""What waits for a decision: the same lines on the coordinator's desk and on the first page of the admin."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from courses.plan_overview import plan_rows
from lms.dashboard.waiting import waiting_lines
from lms.needs.models import TrainingNeed
from lms.needs.needs_page import needs_page
from lms.people.models import Role, User
from lms.training.models import SeatAllotment, SignOff
from tests.factories import ClusterFactory, LabelAwardFactory, UserFactory, person_with
from tests.factories_benchmarks import make_framework, score_all
from tests.factories_courses import TrainingNeedFactory, TrainingPlanFactory
from tests.factories_evidence import certified, closed_offering, outcome_of
from tests.factories_labels import ImprovementAreaFactory, LabelEvidenceFactory, LabelProposalFactory
from tests.factories_scoring import begun, manager_of, submitted
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def settled_cluster(**fields):
    """A cluster of which nothing waits: it has a declared need and a plan in force."""
    cluster = ClusterFactory(**fields)
    TrainingNeedFactory(cluster=cluster, origin="declared", assessment=None, indicator=None, declared=True)
    TrainingPlanFactory(cluster=cluster, published=True)
    return cluster


def older_need(cluster, framework):
    """A confirmed gap of an earlier round than the one that counts."""
    before = score_all(cluster, framework, [1, 1, 1, 1], on=date(2020, 1, 1))
    score_all(cluster, framework, [1, 1, 1, 1], on=date(2024, 1, 1))
    return TrainingNeedFactory(cluster=cluster, assessment=before, indicator=framework.indicators.first())


def lines():
    return dict(waiting_lines(timezone.now()))


def test_nothing_waits_and_the_desk_says_so(client, english):
    client.force_login(person_with(Role.COORDINATOR))
    assert lines() == {}
    assert "Nothing waits for you today." in client.get("/en/desk/").content.decode()


def test_what_waits_of_one_cluster_leads_to_its_pages(english):
    cluster, framework = settled_cluster(slug="uno"), make_framework()
    older_need(cluster, framework)
    submitted(cluster, framework, manager_of(cluster))
    LabelEvidenceFactory.create_batch(2, cluster=cluster)
    LabelEvidenceFactory(cluster=cluster, accepted=True)
    ImprovementAreaFactory(cluster=cluster)
    LabelAwardFactory(cluster=cluster, valid_until=timezone.localdate() + timedelta(days=90))
    LabelAwardFactory(cluster=cluster, level="gold", valid_until=timezone.localdate() + timedelta(days=91))
    assert lines() == {
        "1 self-assessment submitted, to be closed": "/en/clusters/uno/benchmark/score/",
        "1 open assessment": reverse("assessment_admin:index") + "?status=open",
        "1 cluster whose needs wait to be renewed": "/en/clusters/uno/needs/",
        "2 pieces of evidence to look at": "/en/clusters/uno/label/",
        "1 area of improvement to look at": "/en/clusters/uno/label/",
        "1 label expires within 90 days": "/en/clusters/uno/label/",
    }


def test_what_waits_of_several_clusters_leads_to_the_list_or_to_the_first(english):
    framework = make_framework()
    clusters = [settled_cluster(slug=name, name=name.title()) for name in ("uno", "due")]
    for cluster in clusters:
        older_need(cluster, framework)
        submitted(cluster, framework, manager_of(cluster))
        LabelEvidenceFactory(cluster=cluster)
        LabelProposalFactory(cluster=cluster, assessment__framework=framework)
    found = lines()
    assert found["2 self-assessments submitted, to be closed"] == "/admin/assessment_admin/?waiting=submitted"
    assert found["2 clusters whose needs wait to be renewed"] == "/en/plans/"
    assert found["2 pieces of evidence to look at: begin with Uno"] == "/en/clusters/uno/label/"
    assert found["2 labels proposed"] == "/admin/labelproposal_admin/?status=open"


def test_desk_and_first_page_of_the_admin_show_the_same_lines(client, english):
    cluster = ClusterFactory()
    LabelEvidenceFactory(cluster=cluster)
    begun(cluster, make_framework(), manager_of(cluster))
    client.force_login(person_with(Role.COORDINATOR, user__language="en"))
    desk, admin = (client.get(address).content.decode() for address in ("/en/desk/", "/admin/"))
    for text, address in lines().items():
        for page in (desk, admin):
            assert f'href="{address}">{text}</a>' in page
    assert len(lines()) == 4


def test_assessor_finds_what_waits_in_the_own_clusters_only(client, english):
    framework, own, other = make_framework(), ClusterFactory(name="Own"), ClusterFactory(name="Other")
    client.force_login(person_with(Role.ASSESSOR, cluster=own))
    submitted(other, framework, manager_of(other))
    assert "Nothing waits for you today." in client.get("/en/desk/").content.decode()
    assessment = submitted(own, framework, manager_of(own))
    page = client.get("/en/desk/").content.decode()
    assert reverse("benchmarking:score", args=[own.slug, assessment.pk]) in page
    assert "Nothing waits for you today." not in page


def test_tutor_is_told_nothing_of_it(client, english):
    client.force_login(person_with(Role.TUTOR, cluster=ClusterFactory()))
    assert "desk-waiting" not in client.get("/en/desk/").content.decode()


@pytest.mark.parametrize("clusters", [1, 30])
def test_lines_are_counted_in_two_queries_for_many(clusters, django_assert_num_queries):
    framework = make_framework()
    for _ in range(clusters):
        older_need(LabelEvidenceFactory().cluster, framework)
    with django_assert_num_queries(2):
        waiting_lines(timezone.now())


def offering(**fields):
    """One of which nothing waits: published, ahead, with seats."""
    return OfferingFactory(seats=30, **fields)


def over(**fields):
    return offering(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1), **fields)


def running(**fields):
    return offering(starts_at=NOW - timedelta(days=2), ends_at=NOW + timedelta(days=1), **fields)


def enrolled(where, **fields):
    return EnrolmentFactory(offering=where, cluster=None, person=UserFactory(), **fields)


def passed(where=None):
    return outcome_of(enrolled(where or closed_offering(), confirmed=True, status="completed"))


@time_machine.travel(NOW, tick=False)
def test_what_waits_of_one_offering_leads_to_where_it_is_settled(english):
    asked, taught, late, ends = offering(), running(), running(), offering()
    enrolled(asked, applied=True)
    SessionFactory(offering=taught, starts_at=NOW - timedelta(days=1))
    enrolled(late)
    enrolled(ends, offered=True, offer_expires_at=NOW + timedelta(hours=24))
    done, draft = over(), OfferingFactory(draft=True)
    certificate = passed().enrolment.offering
    passed(certificate)
    assert list(lines().items()) == [
        ("1 offered seat that expires within 24 hours", reverse("training:people", args=[ends.code])),
        ("1 session that is over and not signed off", reverse("training:register", args=[taught.code])),
        ("1 application to decide", reverse("training:people", args=[asked.code])),
        ("1 offering that has begun with a free seat beside a queue", reverse("training:people", args=[late.code])),
        ("1 offering that is over and not closed", reverse("training:close", args=[done.code])),
        ("2 people who passed and have no certificate", reverse("certificates:issue", args=[certificate.code])),
        ("1 offering not published yet", reverse("training:sessions", args=[draft.code])),
    ]


@time_machine.travel(NOW, tick=False)
def test_what_waits_of_several_offerings_leads_to_the_list_of_those_very_rows(client, english):
    for _ in range(2):
        enrolled(offering(), applied=True)
        SessionFactory(offering=running(), starts_at=NOW - timedelta(days=1))
        enrolled(running())
        over()
        OfferingFactory(draft=True)
        passed()
    client.force_login(person_with(Role.COORDINATOR))
    found = lines()
    assert len(found) == 6
    for text, address in found.items():
        if "/admin/" in address:
            assert len(client.get(address).context["object_list"]) == 2, text
    (title,) = [text for text in found if "certificate" in text]
    assert "begin with Edition" in title


@time_machine.travel(NOW, tick=False)
def test_what_is_settled_or_not_due_waits_for_nobody():
    enrolled(offering(), offered=True, offer_expires_at=NOW + timedelta(hours=25))
    enrolled(offering(), confirmed=True)
    enrolled(offering())  # before the start the queue moves by itself
    certified(passed().enrolment)
    outcome_of(enrolled(closed_offering(), confirmed=True, status="completed"), passed=False)
    revoked = certified(passed().enrolment)
    type(revoked).objects.filter(pk=revoked.pk).update(status="revoked", ended_at=NOW, ended_reason="Copied.")
    nameless = passed().enrolment.person  # until somebody completes the name, no round can issue anything
    User.objects.filter(pk=nameless.pk).update(first_name="", last_name=" ")
    here = running()
    signed = SessionFactory(offering=here, starts_at=NOW - timedelta(days=1))
    SignOff.objects.create(session=signed, by=UserFactory(), at=NOW, topics="All", register_count=0, register_head="")
    SessionFactory(offering=here, starts_at=NOW - timedelta(days=1), status="cancelled", cancelled_reason="Ill")
    SessionFactory(offering=here, starts_at=NOW - timedelta(hours=1))
    assert lines() == {}


@time_machine.travel(NOW, tick=False)
def test_seat_kept_for_another_cluster_is_not_free_for_who_waits(english):
    here = OfferingFactory(starts_at=NOW - timedelta(days=2), ends_at=NOW + timedelta(days=1))
    own, other = settled_cluster(), settled_cluster()
    kept = SeatAllotment.objects.create(offering=here, cluster=other, seats=1, reserved_until=NOW.date())
    EnrolmentFactory(offering=here, cluster=own)
    assert lines() == {}
    SeatAllotment.objects.filter(pk=kept.pk).update(reserved_until=NOW.date() - timedelta(days=1))
    assert list(lines()) == ["1 offering that has begun with a free seat beside a queue"]


@pytest.mark.parametrize("offerings", [1, 30])
def test_lines_of_offerings_are_counted_in_two_queries_as_well(offerings, django_assert_num_queries):
    for _ in range(offerings):
        enrolled(offering(), applied=True)
        OfferingFactory(draft=True)
        passed()
    with django_assert_num_queries(2):
        waiting_lines(NOW)


@pytest.mark.parametrize("settled_by", [None, "confirmed", "dropped", "renewed elsewhere"])
def test_waiting_for_renewal_is_what_the_page_of_needs_warns_of(settled_by):
    framework, cluster = make_framework(), ClusterFactory()
    need = older_need(cluster, framework)
    latest = cluster.assessments.get(assessed_on=date(2024, 1, 1))
    if settled_by == "renewed elsewhere":
        TrainingNeedFactory(assessment=latest, cluster=cluster, indicator=framework.indicators.last())
    elif settled_by:
        reason = "No longer." if settled_by == "dropped" else ""
        TrainingNeedFactory(
            cluster=cluster, assessment=latest, indicator=need.indicator, status=settled_by, reason=reason
        )
    older = needs_page(cluster, "excellence").older
    assert list(TrainingNeed.objects.waiting_for_renewal()) == older
    assert older == ([] if settled_by in ("confirmed", "dropped") else [need])


def test_desk_and_list_of_plans_name_the_same_step(client):
    framework = make_framework()
    done, old, bare, assessed = (ClusterFactory(name=name) for name in "ABCD")
    TrainingNeedFactory(cluster=done, origin="declared", assessment=None, indicator=None, declared=True)
    TrainingPlanFactory(cluster=done, published=True)
    older_need(old, framework)
    TrainingPlanFactory(cluster=old, published=True)
    score_all(assessed, framework, [1, 1, 1, 1])
    client.force_login(person_with(Role.COORDINATOR))
    desk, plans = client.get("/it/desk/").context["rows"], client.get("/it/plans/").context["rows"]
    steps = {done: "follow", old: "renew", bare: "assess", assessed: "confirm"}
    assert {row.cluster: row.step for row in desk} == steps
    assert {row.owner: row.next_step for row in plans} == steps
    assert plan_rows(timezone.localdate())[0][1].to_renew == 1
