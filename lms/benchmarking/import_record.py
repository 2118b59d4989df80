"""What is kept of a file that was read: how it was understood and what it would change, as plain JSON."""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from .import_preview import ClusterPreview
from .workbook import ParsedWorkbook

MOST_COLUMNS = 20
MOST_CHANGES = 500


def stored_preview(workbook: ParsedWorkbook, previews: Sequence[ClusterPreview]) -> dict[str, Any]:
    """Return the preview; a list of changes beyond 500 is cut (their number is not), all scores of few clusters."""
    recognised = workbook.recognised
    changes = [change for preview in previews for change in _changes(workbook, preview)]
    return {
        "framework": workbook.framework,
        "version": workbook.version,
        "kind": workbook.kind,
        "assessed_on": workbook.assessed_on.isoformat(),
        "sheet": workbook.sheet,
        "encoding": recognised.encoding,
        "separator": recognised.separator,
        "indicators": list(recognised.indicator_rows),
        "clusters": [_cluster(workbook, preview) for preview in previews],
        "changes": changes[:MOST_CHANGES],
        "changed": len(changes),
        "digest": digest_of(previews),
        "scores": _scores(workbook) if len(previews) <= MOST_COLUMNS else {},
        "ignored_sheets": list(recognised.ignored_sheets),
        "ignored_columns": [list(column) for column in recognised.ignored_columns],
        "ignored_rows": list(recognised.ignored_rows),
    }


def digest_of(previews: Sequence[ClusterPreview]) -> str:
    """Return what stands for everything that a preview says of the database: a commit holds it against what it finds.

    Cells of which nothing is listed stand as the file has them, so that any other old value makes another digest.
    """
    said = [
        [preview.cluster, str(preview.state), [[c.indicator, plain(c.old), c.is_added] for c in preview.changes]]
        for preview in previews
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _cluster(workbook: ParsedWorkbook, preview: ClusterPreview) -> dict[str, Any]:
    return {
        "code": preview.cluster,
        "column": workbook.recognised.cluster_columns[preview.cluster],
        "state": str(preview.state),
        "scored": preview.scored,
        "not_assessed": list(preview.not_assessed),
        "changed": len(preview.changes),
    }


def _changes(workbook: ParsedWorkbook, preview: ClusterPreview) -> list[dict[str, Any]]:
    column = workbook.recognised.cluster_columns[preview.cluster]
    rows = workbook.recognised.indicator_rows
    return [
        {
            "cluster": preview.cluster,
            "indicator": change.indicator,
            "cell": f"{column}{rows[change.indicator]}",
            "old": plain(change.old),
            "new": plain(change.new),
            "is_added": change.is_added,
        }
        for change in preview.changes
    ]


def _scores(workbook: ParsedWorkbook) -> dict[str, dict[str, str | None]]:
    return {
        cluster: {indicator: plain(value) for indicator, value in scores.items()}
        for cluster, scores in workbook.scores.items()
    }


def plain(value: Decimal | None) -> str | None:
    """Return a level as a text without trailing zeros; none stays none, "not assessed"."""
    return None if value is None else f"{value.normalize():f}"
