"""Confirmed needs and published plans for four clusters, after each round; the other two are left for the visitor.

The first plans are of their time: the second round follows them, so that versions, their comparison and the effect have
something to show.
"""

from datetime import UTC, datetime
from decimal import Decimal

from django.utils import timezone

from courses.actions import compute_plan, publish_plan
from courses.curve_actions import write_curve
from courses.models import TrainingPlan
from courses.plan_note import write_note
from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster
from lms.needs.actions import confirm_gaps, renew_needs
from lms.needs.models import TrainingNeed
from lms.people.models import User

FIRST_PUBLISHED_AT = datetime(2014, 11, 20, 10, 0, tzinfo=UTC)
FIRST_HOURS = {"DITENAVE": 24, "CBM": 40, "POLO-PN": 32, "SAN-DANIELE": 40}
HOURS = {"DITENAVE": 40, "CBM": 60, "POLO-PN": 50, "SAN-DANIELE": 60}
NOTES = {
    "DITENAVE": "Il piano del 2014 era dedicato alla strategia; questo, dopo il benchmark del 2016, si rivolge alla "
    "squadra, ai soci e ai servizi.\n\nIl consiglio del cluster lo discute in autunno."
}
LINE_PERCENT = Decimal(25)


def load_first_plans() -> None:
    """Confirm, compute and publish as the coordinator did after the first round."""
    for cluster in Cluster.objects.filter(code__in=FIRST_HOURS):
        plan = _compute(cluster, FIRST_HOURS[cluster.code], now=FIRST_PUBLISHED_AT)
        publish_plan(plan=plan, by=_coordinator(), now=FIRST_PUBLISHED_AT)


def load_plans() -> None:
    """Carry the needs over to the second round, confirm what is new, compute, note and publish."""
    for cluster in Cluster.objects.filter(code__in=HOURS):
        plan = _compute(cluster, HOURS[cluster.code], now=timezone.now())
        write_curve(plan=plan)
        plan = write_note(plan=plan, note=NOTES.get(cluster.code, ""), by=_coordinator(), now=timezone.now())
        publish_plan(plan=plan, by=_coordinator(), now=timezone.now())


def _compute(cluster: Cluster, hours: int, *, now: datetime) -> TrainingPlan:
    coordinator, latest = _coordinator(), Assessment.objects.filter(cluster=cluster).latest("assessed_on")
    renew_needs(cluster=cluster, assessment_pk=latest.pk, by=coordinator, now=now)
    confirm_gaps(
        cluster=cluster,
        assessment_pk=latest.pk,
        reference=TrainingNeed.Reference.EXCELLENCE,
        percent=LINE_PERCENT,
        by=coordinator,
        now=now,
    )
    return compute_plan(
        owner=cluster,
        budget_minutes=hours * 60,
        languages=TrainingPlan.Languages.ANY,
        pins=[],
        drops=[],
        by=coordinator,
        now=now,
    )


def _coordinator() -> User:
    return User.objects.get(email="coordinator@clus3.example")
