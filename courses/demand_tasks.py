"""Background entry point of the demand page."""

from typing import Any

from django_tasks import task

from .demand import best_editions
from .demand_inputs import demand_inputs


@task(priority=50)  # somebody waits for it
def choose_editions_in_background(count: int) -> dict[str, Any] | None:
    """Choose the best editions of the whole programme; none when no choice was proved best."""
    inputs = demand_inputs()
    found = best_editions([module.code for module in inputs.modules], inputs.parties, count)
    if found is None:
        return None
    return {
        "count": count,
        "modules": found.modules,
        "closes": found.closes,
        "clusters": found.clusters,
        "officials": found.officials,
    }
