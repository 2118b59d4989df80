"""What waits for a coordinator, as lines of the admin's first page: words and the address where it is settled."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster
from lms.labels.models import LabelProposal
from lms.outbox.claims import STALE
from lms.outbox.models import Message
from lms.people.models import ErasureRequest

from .models import ClockJob

Line = tuple[int, str, str]  # how many, in words, address


def waiting_lines(now: datetime) -> list[tuple[str, str]]:
    """Return a line for each kind of thing of which there is at least one."""
    lines = [_open_assessments(), _proposed_labels(), *_clusters(), *_messages(now), _erasures(), _failing_jobs()]
    return [(text % {"count": count}, address) for count, text, address in lines if count]


def _open_assessments() -> Line:
    count = Assessment.objects.filter(status=Assessment.Status.OPEN).count()
    words = ngettext("%(count)s open assessment", "%(count)s open assessments", count)
    return count, words, reverse("assessment_admin:index") + "?status=open"


def _proposed_labels() -> Line:
    count = LabelProposal.objects.filter(status=LabelProposal.Status.OPEN).count()
    words = ngettext("%(count)s label proposed", "%(count)s labels proposed", count)
    return count, words, reverse("labelproposal_admin:index") + "?status=open"


def _clusters() -> list[Line]:
    address = reverse("benchmarking:overview")
    needs = Cluster.objects.filter(needs=None).count()
    plans = Cluster.objects.filter(plans=None).count()
    return [
        (
            needs,
            ngettext("%(count)s cluster without training needs", "%(count)s clusters without training needs", needs),
            address,
        ),
        (
            plans,
            ngettext("%(count)s cluster without a training plan", "%(count)s clusters without a training plan", plans),
            address,
        ),
    ]


def _messages(now: datetime) -> list[Line]:
    """Count what was given up, and what was handed over without an answer: nobody but a person settles these."""
    failed = Message.objects.filter(status=Message.Status.FAILED).count()
    lost = Message.objects.unanswered(now - STALE).count()
    address = reverse("message_admin:index") + "?status="
    words = ngettext("%(count)s message given up", "%(count)s messages given up", failed)
    of_lost = ngettext(
        "%(count)s message whose answer is outstanding", "%(count)s messages whose answer is outstanding", lost
    )
    return [(failed, words, address + Message.Status.FAILED), (lost, of_lost, address + Message.Status.HANDED_OVER)]


def _erasures() -> Line:
    """Count what the clock will carry out: whoever leaves may still have duties to hand over."""
    count = ErasureRequest.objects.filter(status=ErasureRequest.Status.OPEN).count()
    words = ngettext("%(count)s request of erasure", "%(count)s requests of erasure", count)
    return count, words, reverse("erasurerequest_admin:index") + "?status=open"


def _failing_jobs() -> Line:
    count = ClockJob.objects.filter(is_failing=True).count()
    words = ngettext("%(count)s job of the clock fails", "%(count)s jobs of the clock fail", count)
    return count, words, reverse("jobrun_admin:index") + "?failed=true"
