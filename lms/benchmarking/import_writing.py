"""Writes a file that was read into assessments and scores: the whole file or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from lms.clusters.models import Cluster

from .import_findings import Conflict, ConflictCode, ImportRefused
from .import_preview import Change, ClusterPreview, Standing, State, compare
from .import_reading import spec_of
from .import_record import digest_of, plain
from .models import Assessment, Framework, Score
from .workbook import FrameworkSpec, ParsedWorkbook


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did, cluster by cluster as it stood before."""

    workbook: ParsedWorkbook
    clusters: tuple[ClusterPreview, ...]
    created: tuple[int, ...] = ()


def preview_of(workbook: ParsedWorkbook) -> list[ClusterPreview]:
    """Return what the file would change now."""
    return compare(workbook.scores, _standing(_assessments(workbook)))


def conflicts_of(workbook: ParsedWorkbook, previews: Iterable[ClusterPreview], *, replace: bool) -> list[Conflict]:
    """Return what forbids the import: assessments closed or scored by hand, open ones unless they may be replaced."""
    codes = {State.CLOSED: ConflictCode.ASSESSMENT_CLOSED, State.BY_HAND: ConflictCode.SCORED_BY_HAND}
    if not replace:
        codes[State.OPEN] = ConflictCode.ASSESSMENT_EXISTS
    recognised = workbook.recognised
    return [
        Conflict(
            codes[preview.state],
            workbook.sheet,
            f"{recognised.cluster_columns[preview.cluster]}{recognised.header_row}",
            {"cluster": preview.cluster, "day": workbook.assessed_on.isoformat()},
        )
        for preview in previews
        if preview.state in codes
    ]


def write_benchmark(
    *, workbook: ParsedWorkbook, replace: bool, source: str, by: Any, seen: str | None = None
) -> Written:
    """Write every cluster of the file in one transaction. Raises ImportRefused, and then nothing is written.

    `seen` is the digest of the preview that somebody agreed to, none where there was no preview.
    """
    try:
        with transaction.atomic():
            previews = _locked_previews(workbook)
            _refuse(workbook, previews, replace, seen)
            return _write(workbook, previews, source, by)
    except IntegrityError as error:  # a cluster went, or an assessment came, from elsewhere at this very moment
        raise ImportRefused([Conflict(ConflictCode.CHANGED_MEANWHILE)]) from error


def _locked_previews(workbook: ParsedWorkbook) -> list[ClusterPreview]:
    """Return what would change, with everything locked that this depends on."""
    # One import of a framework at a time: two of the same round would otherwise both find nothing there.
    framework = _locked_framework(workbook)
    known = Cluster.objects.filter(code__in=workbook.scores).order_by("pk").select_for_update(no_key=True)
    if framework is None or len(known) < len(workbook.scores) or not _fits(workbook, spec_of(framework)):
        raise ImportRefused([Conflict(ConflictCode.CHANGED_MEANWHILE)])
    list(_assessments(workbook).select_for_update(of=("self",)))
    return preview_of(workbook)


def _refuse(workbook: ParsedWorkbook, previews: list[ClusterPreview], replace: bool, seen: str | None) -> None:
    if conflicts := conflicts_of(workbook, previews, replace=replace):
        raise ImportRefused(conflicts)
    if seen is not None and seen != digest_of(previews):
        raise ImportRefused([Conflict(ConflictCode.PREVIEW_OUTDATED)])


def _write(workbook: ParsedWorkbook, previews: list[ClusterPreview], source: str, by: Any) -> Written:
    framework = Framework.objects.get(code=workbook.framework, version=workbook.version)
    clusters = {cluster.code: cluster for cluster in Cluster.objects.filter(code__in=workbook.scores)}
    standing = {found.cluster.code: found for found in _assessments(workbook)}
    indicators = {indicator.code: indicator.pk for indicator in framework.indicators.all()}
    new = [preview.cluster for preview in previews if preview.state == State.NEW]
    made = _create(workbook, framework, [clusters[code] for code in new], source, by)
    _create_scores(workbook, made, indicators)
    for assessment in made:
        log(instance=assessment, action="benchmarking.import", user=by, data={"file": source})
    for preview in previews:
        if preview.state == State.OPEN:
            _replace(standing[preview.cluster], preview.changes, indicators, source, by)
    return Written(workbook, tuple(previews), tuple(assessment.pk for assessment in made))


def _locked_framework(workbook: ParsedWorkbook) -> Framework | None:
    wanted = Framework.objects.filter(code=workbook.framework, version=workbook.version)
    found: Framework | None = wanted.select_for_update(no_key=True).first()
    return found


def _assessments(workbook: ParsedWorkbook) -> QuerySet[Assessment]:
    return (
        Assessment.objects.filter(
            framework__code=workbook.framework,
            framework__version=workbook.version,
            kind=workbook.kind,
            assessed_on=workbook.assessed_on,
            cluster__code__in=workbook.scores,
        )
        .select_related("cluster")
        .order_by("pk")
    )


def _standing(assessments: QuerySet[Assessment]) -> dict[str, Standing]:
    rows = Score.objects.filter(assessment__in=assessments.values("pk"))
    scores: dict[int, dict[str, Decimal | None]] = {}
    for pk, code, value in rows.values_list("assessment_id", "indicator__code", "value"):
        scores.setdefault(pk, {})[code] = value
    return {
        found.cluster.code: Standing(found.is_closed, scores.get(found.pk, {}), found.is_by_hand)
        for found in assessments
    }


def _fits(workbook: ParsedWorkbook, spec: FrameworkSpec) -> bool:
    """Say whether the framework, now locked, still is the one that the file was read with."""
    return all(
        scores.keys() == spec.indicators.keys()
        and all(value is None or value in spec.indicators[code].levels for code, value in scores.items())
        for scores in workbook.scores.values()
    )


def _create(
    workbook: ParsedWorkbook, framework: Framework, clusters: list[Cluster], source: str, by: Any
) -> list[Assessment]:
    return Assessment.objects.bulk_create(
        Assessment(
            cluster=cluster,
            framework=framework,
            kind=workbook.kind,
            assessed_on=workbook.assessed_on,
            source=source,
            recorded_by=by,
        )
        for cluster in clusters
    )


def _create_scores(workbook: ParsedWorkbook, assessments: Iterable[Assessment], indicators: Mapping[str, int]) -> None:
    Score.objects.bulk_create(
        (
            Score(assessment=assessment, indicator_id=indicators[code], value=value)
            for assessment in assessments
            for code, value in workbook.scores[assessment.cluster.code].items()
        ),
        batch_size=2000,
    )


def _replace(
    assessment: Assessment, changes: Iterable[Change], indicators: Mapping[str, int], source: str, by: Any
) -> None:
    rows = {score.indicator_id: score for score in assessment.scores.all()}
    added: list[Score] = []
    changed: list[Score] = []
    for change in changes:
        pk = indicators[change.indicator]
        score = rows.get(pk) or Score(assessment=assessment, indicator_id=pk)
        score.value = change.new
        (changed if score.pk else added).append(score)
    Score.objects.bulk_update(changed, ["value"], batch_size=500)
    Score.objects.bulk_create(added)
    assessment.source, assessment.recorded_by = source, by
    assessment.save(update_fields=["source", "recorded_by"])
    cells = [[change.indicator, plain(change.old), plain(change.new)] for change in changes]
    log(instance=assessment, action="benchmarking.replace", user=by, data={"file": source, "changes": cells})
