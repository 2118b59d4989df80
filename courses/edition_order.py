"""Modules in the order in which an edition teaches them."""

from collections.abc import Iterable

from .models import Module
from .teaching_order import Step, in_teaching_order


def in_order_of_teaching(modules: Iterable[Module]) -> list[Module]:
    """Return the modules, prerequisites first; one query."""
    by_code = {module.code: module for module in modules}
    asked = Module.prerequisites.through.objects.filter(from_module__in=[one.pk for one in by_code.values()])
    asking: dict[str, set[str]] = {code: set() for code in by_code}
    for module, prerequisite in asked.values_list("from_module__code", "to_module__code"):
        if prerequisite in asking:
            asking[prerequisite].add(module)
    steps = [
        Step(code, module.planned_from, module.planned_until, frozenset(asking[code]))
        for code, module in by_code.items()
    ]
    return [by_code[code] for code in in_teaching_order(steps)]
