"""What a cluster's own people can do next; a code, which a template puts into words.

What a coordinator does next is `courses.plan_overview.PlanRow.next_step`: the desk and the list of plans say the same.
"""


def next_for_cluster(*, has_assessment: bool, has_published: bool) -> str:
    """Return plan (read it), benchmark (read it) or wait."""
    if has_published:
        return "plan"
    return "benchmark" if has_assessment else "wait"
