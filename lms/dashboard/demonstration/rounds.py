"""The two rounds of the benchmark, through the same import that a coordinator uses, then closed."""

from datetime import UTC, datetime

from django.core.management import call_command
from django.utils import timezone

from lms.benchmarking.closing import close_assessment
from lms.benchmarking.models import Assessment
from lms.people.models import User

from .files import FOLDER

FIRST_CLOSED_AT = datetime(2014, 10, 15, 9, 0, tzinfo=UTC)


def load_first_round() -> None:
    """Import the round of 2014, closed in that autumn."""
    _load("benchmark_2014.xlsx", FIRST_CLOSED_AT)


def load_second_round() -> None:
    """Import the round of 2016, closed today."""
    _load("benchmark_2016.xlsx", timezone.now())


def _load(name: str, now: datetime) -> None:
    coordinator = User.objects.get(email="coordinator@clus3.example")
    call_command("import_benchmark", str(FOLDER / "benchmarks" / name), verbosity=0)
    for assessment in Assessment.objects.filter(status=Assessment.Status.OPEN).order_by("assessed_on", "pk"):
        close_assessment(assessment=assessment, by=coordinator, now=now)
