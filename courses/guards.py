"""Triggers: a published plan, with its reasons, stays as the managers read it."""

from lms.triggers import Guard

PUBLISHED = "EXISTS (SELECT 1 FROM courses_trainingplan p WHERE p.id = {row}.plan_id AND p.status <> 'draft')"
REWRITTEN = (
    "OLD.status <> 'draft' AND NOT (OLD.version = NEW.version "
    "AND COALESCE(OLD.cluster_id, 0) = COALESCE(NEW.cluster_id, 0) "
    "AND COALESCE(OLD.person_id, 0) = COALESCE(NEW.person_id, 0) "
    "AND OLD.budget_minutes = NEW.budget_minutes AND OLD.total_minutes = NEW.total_minutes "
    "AND OLD.weighted_gap = NEW.weighted_gap AND OLD.weighted_closed = NEW.weighted_closed "
    "AND OLD.minimums_met = NEW.minimums_met AND OLD.minimums_open = NEW.minimums_open "
    # PostgreSQL compares no json with `=`, and the text of the two is the same when nothing was written.
    "AND OLD.languages = NEW.languages AND OLD.note = NEW.note AND CAST(OLD.curve AS text) = CAST(NEW.curve AS text) "
    "AND OLD.published_at = NEW.published_at AND NEW.status <> 'draft')"
)
MESSAGE = "A published plan cannot change: compute a new version"

GUARDS = [
    Guard("guard_plan_update", "courses_trainingplan", "UPDATE", REWRITTEN, MESSAGE),
    Guard("guard_plan_delete", "courses_trainingplan", "DELETE", "OLD.status <> 'draft'", MESSAGE),
    *(
        Guard(f"guard_{table}_{operation.lower()}", f"courses_{table}", operation, PUBLISHED.format(row=row), MESSAGE)
        for table in ("planline", "planneed")
        for operation, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
]
