"""Assessments scored by hand: one half done, two that wait for an assessor, one scored by two assessors apart."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from lms.benchmarking.evidence_files import add_evidence
from lms.benchmarking.models import Assessment, AssessorSheet, Framework, Indicator, Score, SheetScore
from lms.benchmarking.scoring_frameworks import frameworks_in_force
from lms.benchmarking.scoring_page import last_closed_round
from lms.benchmarking.scoring_sheets import begin_sheet, hand_in_sheet
from lms.benchmarking.scoring_starting import start_assessment, start_self_assessment
from lms.benchmarking.scoring_submitting import submit_assessment
from lms.clusters.models import Cluster
from lms.people.models import User

from .files import read

MEMBERS = "tipo;numero\nproduttori;31\naltre imprese della filiera;72\nricerca e formazione;6\nenti pubblici;9\n"


def load_scoring() -> None:
    """Do what managers and assessors of `demo/scoring.toml` did; the rounds of the workbooks stay the latest closed."""
    rows = read("scoring")
    for row in rows["self"]:
        _load_self(row)
    _load_audit(rows["audit"])


def _load_self(row: dict[str, Any]) -> None:
    by, now = User.objects.get(email=row["by"]), _now(row)
    cluster = Cluster.objects.get(code=row["cluster"])
    started = start_self_assessment(
        cluster=cluster, framework=_framework(now), on=timezone.localdate(now), by=by, now=now
    )
    answers = _answers(started, row)[: row["answered"]]
    Score.objects.bulk_create(Score(assessment=started, entered_by=by, entered_at=now, **answer) for answer in answers)
    if row["submitted"]:
        register = ContentFile(MEMBERS.encode(), name="registro-partecipanti.csv")
        add_evidence(assessment=started, indicator=answers[1]["indicator"], file=register, by=by, now=now)
        submit_assessment(assessment=started, by=by, now=now + timedelta(days=2))


def _load_audit(row: dict[str, Any]) -> None:
    cluster, now = Cluster.objects.get(code=row["cluster"]), _now(row)
    people = [User.objects.get(email=sheet["by"]) for sheet in row["sheet"]]
    audit = start_assessment(
        cluster=cluster,
        framework=_framework(now),
        kind=Assessment.Kind.AUDIT,
        assessors=len(people),
        on=timezone.localdate(now),
        by=people[0],
        now=now,
    )
    for person, sheet in zip(people, row["sheet"], strict=True):
        own = begin_sheet(assessment=audit, by=person, now=now)
        _fill(own, _answers(audit, sheet))
    for person in people:
        hand_in_sheet(assessment=audit, by=person, now=now + timedelta(days=1))


def _fill(sheet: AssessorSheet, answers: list[dict[str, Any]]) -> None:
    SheetScore.objects.bulk_create(SheetScore(sheet=sheet, **answer) for answer in answers)


def _answers(assessment: Assessment, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is said of each indicator: as in the last closed round, but for what the row says."""
    before = last_closed_round(assessment)
    levels = dict(Score.objects.filter(assessment=before).values_list("indicator__code", "value"))
    levels |= {code: Decimal(level) if level else None for code, level in row["levels"].items()}
    indicators = Indicator.objects.filter(framework=assessment.framework).order_by("position")
    return [
        {
            "indicator": indicator,
            "value": levels.get(indicator.code),
            "evidence": row["evidence"].get(indicator.code, ""),
        }
        for indicator in indicators
    ]


def _framework(now: datetime) -> Framework:
    return frameworks_in_force(timezone.localdate(now))[0]


def _now(row: dict[str, Any]) -> datetime:
    return timezone.now() - timedelta(days=row["days_ago"])
