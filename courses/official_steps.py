"""What an official does next on the own path, from what there is; codes, which templates put into words."""


def next_for_official(*, has_targets: bool, has_rated: bool, needs: int, has_plan: bool) -> str:
    """Return rate, declare, wait or plan: a plan that is there comes first, then the first thing that is missing."""
    if has_plan:
        return "plan"
    if needs:
        return "wait"
    return "rate" if has_targets and not has_rated else "declare"
