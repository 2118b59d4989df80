"""Triggers: a published plan, with its reasons, stays as the managers read it.

One that was set aside stays as it was computed until it is removed, and never comes back.
"""

from lms.triggers import Guard

OF_A_PLAN = "EXISTS (SELECT 1 FROM courses_trainingplan p WHERE p.id = {row}.plan_id AND p.status NOT IN ({free}))"
CHANGEABLE, REMOVABLE = "'draft'", "'draft', 'set_aside'"
REWRITTEN = (
    "OLD.status <> 'draft' AND NOT (OLD.version = NEW.version "
    "AND COALESCE(OLD.cluster_id, 0) = COALESCE(NEW.cluster_id, 0) "
    "AND COALESCE(OLD.person_id, 0) = COALESCE(NEW.person_id, 0) "
    "AND OLD.budget_minutes = NEW.budget_minutes AND OLD.total_minutes = NEW.total_minutes "
    "AND OLD.weighted_gap = NEW.weighted_gap AND OLD.weighted_closed = NEW.weighted_closed "
    "AND OLD.minimums_met = NEW.minimums_met AND OLD.minimums_open = NEW.minimums_open "
    # PostgreSQL compares no json with `=`, and the text of the two is the same when nothing was written.
    "AND OLD.languages = NEW.languages AND OLD.note = NEW.note AND CAST(OLD.curve AS text) = CAST(NEW.curve AS text) "
    # What was set aside was never published: a constraint of the table keeps that moment empty.
    "AND (OLD.status = 'set_aside' OR OLD.published_at = NEW.published_at) AND NEW.status <> 'draft' "
    "AND (OLD.status = 'set_aside') = (NEW.status = 'set_aside'))"
)
MESSAGE = "A published plan cannot change, nor one that was set aside: compute a new version"

GUARDS = [
    Guard("guard_plan_update", "courses_trainingplan", "UPDATE", REWRITTEN, MESSAGE),
    Guard("guard_plan_delete", "courses_trainingplan", "DELETE", f"OLD.status NOT IN ({REMOVABLE})", MESSAGE),
    *(
        Guard(
            f"guard_{table}_{operation.lower()}",
            f"courses_{table}",
            operation,
            OF_A_PLAN.format(row=row, free=free),
            MESSAGE,
        )
        for table in ("planline", "planneed")
        for operation, row, free in (
            ("INSERT", "NEW", CHANGEABLE),
            ("UPDATE", "OLD", CHANGEABLE),
            ("DELETE", "OLD", REMOVABLE),
        )
    ),
]
