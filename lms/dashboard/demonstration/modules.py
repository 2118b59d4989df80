"""Competences joined to indicators; courses and modules with what they close."""

from decimal import Decimal
from typing import Any

from courses.models import Course, Module, ModuleLift, TaggedModule
from lms.benchmarking.models import Indicator
from lms.needs.models import Competence, CompetenceIndicator

from .files import read


def _indicators() -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in Indicator.objects.filter(framework__code="ECEI")}


def load_competences() -> None:
    """Create what `demo/competences.toml` says."""
    indicators = _indicators()
    for row in read("competences")["competence"]:
        competence = Competence.objects.create(
            slug=row["code"],
            name=row["name_it"],
            name_en=row["name_en"],
            description_it=row["description_it"],
            description_en=row["description_en"],
        )
        CompetenceIndicator.objects.bulk_create(
            CompetenceIndicator(competence=competence, indicator=indicators[link["code"]], strength=link["strength"])
            for link in row["indicators"]
        )


def load_courses() -> None:
    """Create the facts of `demo/courses.toml` and `demo/modules.toml`; prerequisites once all modules stand."""
    courses = {
        row["code"]: Course.objects.create(code=row["code"], position=position)
        for position, row in enumerate(read("courses")["course"])
    }
    indicators = _indicators()
    rows = read("modules")["module"]
    modules = {row["code"]: _create_module(row, courses, indicators) for row in rows}
    for row in rows:
        module = modules[row["code"]]
        module.prerequisites.set(modules[code] for code in row["prerequisites"])
        module.save()


def _create_module(row: dict[str, Any], courses: dict[str, Course], indicators: dict[str, Indicator]) -> Module:
    module = Module.objects.create(
        code=row["code"],
        course=courses[row["course"]],
        duration_minutes=int(Decimal(row["hours"]) * 60),
        audience=row["audience"],
        in_italian="it" in row["languages"],
        in_english="en" in row["languages"],
        eqf_level=row["eqf_level"],
        planned_from=row.get("planned_from"),
        planned_until=row.get("planned_until"),
    )
    ModuleLift.objects.bulk_create(
        ModuleLift(
            module=module, indicator=indicators[lift["indicator"]], share_bp=int(Decimal(lift["share"]) * 10_000)
        )
        for lift in row["lifts"]
    )
    tags = Competence.objects.filter(slug__in=row["competences"])
    TaggedModule.objects.bulk_create(TaggedModule(tag=tag, content_object=module) for tag in tags)
    return module
