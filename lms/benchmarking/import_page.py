"""What the pages of an upload show: the stored codes put into the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster

from .import_findings import restored, sentence, without_place
from .import_preview import State
from .models import Assessment, BenchmarkImport, Framework, Indicator
from .removing import open_of

LATE_AFTER = timedelta(seconds=45)
Status = BenchmarkImport.Status
SEPARATORS = {";": ";", ",": ",", "\t": "Tab"}


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem as a row: its place, and the sentence without it."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """One score as read; `old` is what stands now, where that would change."""

    text: str
    old: str = ""


def is_waiting(upload: BenchmarkImport) -> bool:
    """Say whether the background work has yet to finish with it."""
    return upload.status in (Status.READING, Status.COMMITTING)


def progress_of(upload: BenchmarkImport, now: datetime) -> dict[str, Any]:
    """Return what the page asks for again and again while it waits."""
    queued_at = datetime.fromisoformat(upload.options.get("queued_at", upload.uploaded_at.isoformat()))
    words: dict[str, str] = {
        Status.READING: _("The file is being read: %(percent)s %%"),
        Status.COMMITTING: _("The scores are being written: %(percent)s %%"),
    }
    return {
        "is_done": not is_waiting(upload),
        "percent": upload.progress,
        "text": words.get(upload.status, "") % {"percent": upload.progress},
        "is_late": is_waiting(upload) and now - queued_at > LATE_AFTER,
    }


def problems_of(upload: BenchmarkImport) -> list[ProblemRow]:
    """Return every problem with its place."""
    findings = [restored(kept) for kept in upload.problems]
    return [ProblemRow(found.sheet, found.cell, sentence(without_place(found))) for found in findings]


def preview_of(upload: BenchmarkImport) -> dict[str, Any]:
    """Return the preview for the template, empty when there is none; three queries, whatever its size."""
    kept = upload.preview
    if not kept:
        return {}
    framework = Framework.objects.filter(code=kept["framework"], version=kept["version"]).first()
    names = _indicator_names(kept, framework)
    clusters = {cluster.code: cluster for cluster in Cluster.objects.filter(_among(kept))}
    rows = [row | {"cluster": clusters.get(row["code"])} for row in kept["clusters"]]
    return {
        "framework": f"{framework.name if framework else kept['framework']}, {kept['version']}",
        "assessed_on": date.fromisoformat(kept["assessed_on"]),
        "kind": Assessment.Kind(kept["kind"]).label,
        "sheet": kept["sheet"],
        "encoding": kept["encoding"],
        "separator": SEPARATORS.get(kept["separator"], ""),
        "clusters": rows,
        "indicators": len(kept["indicators"]),
        "unscored": [row["cluster"] or row["code"] for row in rows if not row["scored"]],
        "scored": sum(row["scored"] for row in rows),
        "not_assessed": sum(len(row["not_assessed"]) for row in rows),
        "needs_replace": any(row["state"] == State.OPEN for row in rows),
        "changed": kept["changed"],
        "digest": kept.get("digest", ""),
        "changes": [_change(change, names) for change in kept["changes"]],
        "changes_left_out": kept["changed"] - len(kept["changes"]),
        "grid": _grid(kept, names),
        "ignored_sheets": kept["ignored_sheets"],
        "ignored_columns": [f"{letter} ({text})" if text else letter for letter, text in kept["ignored_columns"]],
        "ignored_rows": kept["ignored_rows"],
    }


def standing_of(upload: BenchmarkImport) -> dict[str, Any]:
    """Return what is left of a committed import: how many of its assessments are open, and when it was taken back."""
    if upload.status != Status.COMMITTED:
        return {}
    withdrawn_at = upload.options.get("withdrawn_at")
    return {
        "open": open_of(upload).count(),
        "withdrawn": upload.options.get("withdrawn", 0),
        "withdrawn_at": datetime.fromisoformat(withdrawn_at) if withdrawn_at else None,
    }


def _among(kept: Mapping[str, Any]) -> Q:
    return Q(code__in=[row["code"] for row in kept["clusters"]])


def _indicator_names(kept: Mapping[str, Any], framework: Framework | None) -> dict[str, str]:
    known = Indicator.objects.filter(framework=framework, code__in=kept["indicators"]) if framework else []
    return {indicator.code: indicator.name for indicator in known}


def _level(text: str | None) -> str:
    return _("not assessed") if text is None else text


def _change(change: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    old = _("nothing") if change["is_added"] else _level(change["old"])
    return {**change, "name": names.get(change["indicator"], ""), "old": old, "new": _level(change["new"])}


def _grid(kept: Mapping[str, Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row for each indicator with a cell for each cluster; nothing for a file of many clusters."""
    if not kept["scores"]:
        return []
    changed = {(change["cluster"], change["indicator"]): change for change in kept["changes"]}
    columns = [row["code"] for row in kept["clusters"]]
    return [
        {
            "code": code,
            "name": names.get(code, ""),
            "cells": [_cell(kept["scores"][column][code], changed.get((column, code)), names) for column in columns],
        }
        for code in kept["indicators"]
    ]


def _cell(score: str | None, change: Mapping[str, Any] | None, names: Mapping[str, str]) -> GridCell:
    text = _("n.a.") if score is None else score
    return GridCell(text, _change(change, names)["old"] if change else "")
