"""Loads a framework from its files: a table of indicators (CSV), what it does not hold (TOML), what levels mean (CSV).

The files in `data/` carry the 31 indicators of the European Cluster Excellence Initiative with working values of our
own for scale, weights, thresholds and minimums; the label's owners hand the real ones out on request.
"""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import Framework, Indicator, IndicatorGroup, IndicatorLevel, ScaleLevel

COLUMNS = ("kind", "name_it", "name_en", "disclaimer_it", "disclaimer_en", "gold_share")
FOLDER = Path(__file__).parent / "data"
FACTS = ("kind", "name_it", "name_en", "workbook_names", "disclaimer_it", "disclaimer_en", "gold_share")


@transaction.atomic
def seed_framework(stem: str, folder: Path = FOLDER) -> tuple[Framework, bool]:
    """Create the framework of `<stem>.toml` and `<stem>.csv` unless that version exists; return it and whether new.

    What its levels mean (`<stem>_levels.csv`) is added where nothing is written yet, to an existing framework too;
    what staff wrote there stays.
    """
    words = tomllib.loads((folder / f"{stem}.toml").read_text(encoding="utf-8"))
    facts = words["framework"]
    framework, created = Framework.objects.get_or_create(
        code=facts["code"],
        version=facts["version"],
        defaults={key: facts[key] for key in FACTS},
    )
    if created:
        ScaleLevel.objects.bulk_create(ScaleLevel(framework=framework, **level) for level in words["level"])
        _create_indicators(framework, _rows(folder / f"{stem}.csv"), words["evidence_it"])
    _create_indicator_levels(framework, folder / f"{stem}_levels.csv")
    return framework, created


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _create_indicators(framework: Framework, rows: list[dict[str, str]], evidence_it: dict[str, str]) -> None:
    named = {row["group"]: (row["group_it"], row["group_en"]) for row in rows}
    groups = IndicatorGroup.objects.bulk_create(
        IndicatorGroup(framework=framework, code=code, name_it=name_it, name_en=name_en, position=position)
        for position, (code, (name_it, name_en)) in enumerate(named.items(), start=1)
    )
    by_code = {group.code: group for group in groups}
    Indicator.objects.bulk_create(
        Indicator(
            framework=framework, group=by_code[row["group"]], position=position, **_indicator_facts(row, evidence_it)
        )
        for position, row in enumerate(rows, start=1)
    )


def _create_indicator_levels(framework: Framework, path: Path) -> None:
    indicators = {indicator.code: indicator for indicator in framework.indicators.all()}
    there = set(IndicatorLevel.objects.filter(indicator__framework=framework).values_list("indicator__code", "value"))
    IndicatorLevel.objects.bulk_create(
        IndicatorLevel(
            indicator=indicators[row["code"]],
            value=row["level"],
            description_it=row["description_it"],
            description_en=row["description_en"],
        )
        for row in (_rows(path) if path.exists() else [])
        if row["code"] in indicators and (row["code"], Decimal(row["level"])) not in there
    )


def _indicator_facts(row: dict[str, str], evidence_it: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name_it": row["name_it"],
        "name_en": row["name_en"],
        "evidence_en": row["typical_evidence"],
        "evidence_it": evidence_it.get(row["code"], ""),
        "max_level": row["max_level"],
        "excellence_threshold": row["excellence_threshold"] or None,
        "minimum_requirement": row["minimum_ours"] or None,
        "weight": int(row["weight"]),
    }
