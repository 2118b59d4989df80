"""Loads the rules that the product ships, for the labels that have none yet: what a coordinator entered stays."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import LabelRequirement, LabelRule

FOLDER = Path(__file__).parent / "data"


@transaction.atomic
def seed_label_rules(folder: Path = FOLDER) -> list[LabelRule]:
    """Create the shipped rules of every label that has no rule at all; return them."""
    known = set(LabelRule.objects.values_list("level", flat=True))
    shipped = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    return [_create(words) for words in shipped if words["rule"]["level"] not in known]


def _create(words: dict[str, Any]) -> LabelRule:
    rule = LabelRule.objects.create(**words["rule"])
    for position, row in enumerate(words["requirement"], start=1):
        LabelRequirement.objects.create(rule=rule, position=position, **row)
    return rule
