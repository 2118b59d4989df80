"""Beginning to score by hand: a self-assessment by a manager, an interview or an audit by an assessor."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.clusters.models import Cluster
from lms.people.models import User
from lms.people.permissions import is_coordinator

from .conflict_facts import conflicts_of
from .models import Assessment, AssessorSheet, Framework
from .permissions import is_assessor_of, is_manager_of
from .refusals import refuse_unless
from .scoring_frameworks import frameworks_in_force
from .scoring_notices import tell_begun_apart
from .scoring_rights import Standing

Kind = Assessment.Kind
EARLIEST_YEAR = 2000
MOST_ASSESSORS = 2


@transaction.atomic
def start_self_assessment(*, cluster: Cluster, framework: Framework, on: date, by: User, now: datetime) -> Assessment:
    """Begin the cluster's own assessment, as one of its managers.

    Raises ValidationError for a day to come or one that has its assessment, and while another one is being filled in.
    """
    refuse_unless(is_manager_of(by, cluster), Standing())
    return _start(cluster, framework, Kind.SELF, on, by=by, now=now)


@transaction.atomic
def start_assessment(
    *, cluster: Cluster, framework: Framework, kind: str, assessors: int, on: date, by: User, now: datetime
) -> Assessment:
    """Begin an interview or an audit; with two assessors, whoever begins it has the first sheet if he or she is one.

    Raises ValidationError as above, and for a person in conflict.
    """
    standing = _standing(by, cluster)
    refuse_unless(standing.is_free and kind != Kind.SELF, standing)
    if not 1 <= assessors <= MOST_ASSESSORS:
        raise ValidationError(_("One or two assessors score an assessment."), code="assessors")
    started = _start(cluster, framework, kind, on, assessors, by=by, now=now)
    if assessors > 1:
        if standing.assesses:
            AssessorSheet.objects.create(assessment=started, assessor=by, started_at=now)
        tell_begun_apart(started, by=by, now=now)
    return started


def _standing(by: User, cluster: Cluster) -> Standing:
    assesses, coordinates = is_assessor_of(by, cluster), is_coordinator(by)
    findings = tuple(conflicts_of(by, cluster.pk)) if assesses or coordinates else ()
    return Standing(assesses=assesses, coordinates=coordinates, findings=findings)


def _start(
    cluster: Cluster, framework: Framework, kind: str, on: date, assessors: int = 1, *, by: User, now: datetime
) -> Assessment:
    # One at a time for each cluster: a double click finds what the first one began.
    Cluster.objects.select_for_update().get(pk=cluster.pk)
    _refuse_day(on, timezone.localdate(now))
    if framework not in frameworks_in_force(timezone.localdate(now)):
        raise ValidationError(_("This version of the framework is not in force: choose another one."), code="framework")
    _refuse_second(cluster, framework, kind, on)
    started = Assessment(
        cluster=cluster, framework=framework, kind=kind, assessed_on=on, recorded_by=by, assessors_needed=assessors
    )
    try:
        with transaction.atomic():
            started.save()
    except IntegrityError as error:  # an import wrote the same day at the same moment
        raise ValidationError(_day_taken(kind, on), code="exists") from error
    log(instance=started, action="benchmarking.begin", user=by)
    return started


def open_by_hand(cluster: Cluster, framework: Framework, kind: str) -> Assessment | None:
    """Return the assessment of this kind that is being scored by hand, if any: there is one at a time."""
    rows = Assessment.objects.filter(cluster=cluster, framework__code=framework.code, kind=kind, source="")
    return rows.filter(status=Assessment.Status.OPEN, recorded_by__isnull=False).first()


def _refuse_day(on: date, today: date) -> None:
    if on > today:
        raise ValidationError({"on": _("This day is still to come: choose today or a day before.")})
    if on.year < EARLIEST_YEAR:
        raise ValidationError({"on": _("This day is too long ago: choose one after 1 January 2000.")})


def _refuse_second(cluster: Cluster, framework: Framework, kind: str, on: date) -> None:
    if open_by_hand(cluster, framework, kind):
        sentence = _("One of this kind (%(kind)s) is being filled in already: go on with it, or finish it first.")
        raise ValidationError(sentence % {"kind": Kind(kind).label}, code="open")
    if Assessment.objects.filter(cluster=cluster, framework=framework, kind=kind, assessed_on=on).exists():
        raise ValidationError({"on": ValidationError(_day_taken(kind, on), code="exists")})


def _day_taken(kind: str, on: date) -> str:
    sentence = _("There is one of this kind (%(kind)s) of %(day)s already: choose another day.")
    return sentence % {"kind": Kind(kind).label, "day": date_format(on)}
