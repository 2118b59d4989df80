"""Confirmed needs and published plans for four clusters; the other two are left for the visitor to do."""

from decimal import Decimal

from django.utils import timezone

from courses.actions import compute_plan, publish_plan
from courses.models import TrainingPlan
from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster
from lms.needs.actions import confirm_gaps
from lms.needs.models import TrainingNeed
from lms.people.models import User

BUDGETS_MINUTES = {"DITENAVE": 40 * 60, "CBM": 60 * 60, "POLO-PN": 50 * 60, "SAN-DANIELE": 60 * 60}
LINE_PERCENT = Decimal(25)


def load_plans() -> None:
    """Confirm, compute and publish as the coordinator does."""
    coordinator = User.objects.get(email="coordinator@clus3.example")
    for cluster in Cluster.objects.filter(code__in=BUDGETS_MINUTES):
        latest = Assessment.objects.filter(cluster=cluster).latest("assessed_on")
        confirm_gaps(
            cluster=cluster,
            assessment_pk=latest.pk,
            reference=TrainingNeed.Reference.EXCELLENCE,
            percent=LINE_PERCENT,
            by=coordinator,
            now=timezone.now(),
        )
        plan = compute_plan(
            owner=cluster,
            budget_minutes=BUDGETS_MINUTES[cluster.code],
            languages=TrainingPlan.Languages.ANY,
            pins=[],
            drops=[],
            by=coordinator,
            now=timezone.now(),
        )
        publish_plan(plan=plan, by=coordinator, now=timezone.now())
