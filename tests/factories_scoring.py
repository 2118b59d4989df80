"""Assessments scored by hand, at each place on their way."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from lms.benchmarking.evidence_files import add_evidence
from lms.benchmarking.models import Assessment, AssessorSheet, Score, SheetScore
from lms.people.models import Role
from tests.factories import AssessmentFactory, person_with

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def begun(cluster, framework, by, *, kind="self", apart=False, on=TODAY):
    """Return an assessment that somebody has just begun."""
    return AssessmentFactory(
        cluster=cluster,
        framework=framework,
        kind=kind,
        assessed_on=on,
        recorded_by=by,
        assessors_needed=2 if apart else 1,
    )


def answered(assessment, level=2, *, by=None, evidence=""):
    """Give every indicator a level; none is "not assessed"."""
    Score.objects.bulk_create(
        Score(assessment=assessment, indicator=indicator, value=level, evidence=evidence, entered_by=by, entered_at=NOW)
        for indicator in assessment.framework.indicators.all()
    )
    return assessment


def submitted(cluster, framework, by, **fields):
    """Return a self-assessment that waits for an assessor."""
    assessment = answered(begun(cluster, framework, by, **fields), by=by)
    Assessment.objects.filter(pk=assessment.pk).update(submitted_at=NOW, submitted_by=by)
    assessment.refresh_from_db()
    return assessment


def sheet_of(assessment, assessor, levels=None, *, handed_in=False, evidence=""):
    """Return an assessor's sheet with one level for each indicator; no levels leave it empty."""
    sheet = AssessorSheet.objects.create(assessment=assessment, assessor=assessor, started_at=NOW)
    indicators = assessment.framework.indicators.order_by("position") if levels else []
    SheetScore.objects.bulk_create(
        SheetScore(sheet=sheet, indicator=indicator, value=level, evidence=evidence)
        for indicator, level in zip(indicators, levels or [], strict=True)
    )
    if handed_in:
        AssessorSheet.objects.filter(pk=sheet.pk).update(handed_in_at=NOW)
        sheet.refresh_from_db()
    return sheet


def file_named(name="nota.txt", content=b"Una prova."):
    """Return what an upload brings."""
    return ContentFile(content, name=name)


def with_file(assessment, by, **file):
    """Add a file to the first indicator."""
    indicator = assessment.framework.indicators.order_by("position").first()
    return add_evidence(assessment=assessment, indicator=indicator, file=file_named(**file), by=by, now=NOW)


def close_now(assessment):
    """Close it without any question, as it stands in the database afterwards."""
    Assessment.objects.filter(pk=assessment.pk).update(status="closed", closed_at=NOW)
    assessment.refresh_from_db()
    return assessment


def manager_of(cluster):
    """Return a manager of the cluster."""
    return person_with(Role.CLUSTER_MANAGER, cluster)


def assessor_of(cluster):
    """Return an assessor of the cluster who is free of conflicts."""
    return person_with(Role.ASSESSOR, cluster)


def assessor_who_tutors(cluster):
    """Return an assessor of the cluster who is its tutor too."""
    person = person_with(Role.TUTOR, cluster)
    person_with(Role.ASSESSOR, cluster, user=person)
    return person


@contextmanager
def refused_for(code):
    """Expect a ValidationError with this code, or at this field."""
    with pytest.raises(ValidationError) as refusal:
        yield
    error = refusal.value
    told = set(error.error_dict) if hasattr(error, "error_dict") else {item.code for item in error.error_list}
    assert code in told
