"""Triggers: the scores of a closed assessment, and what it says of itself, never change."""

from lms.triggers import Guard

CLOSED = "EXISTS (SELECT 1 FROM benchmarking_assessment a WHERE a.id = {row}.assessment_id AND a.status = 'closed')"
MESSAGE = "A closed assessment is evidence and cannot change"

# A score may neither leave a closed assessment nor be moved into one.
MOVED = f"{CLOSED.format(row='OLD')} OR {CLOSED.format(row='NEW')}"

GUARDS = [
    Guard("guard_score_update", "benchmarking_score", "UPDATE", MOVED, MESSAGE),
    Guard("guard_score_delete", "benchmarking_score", "DELETE", CLOSED.format(row="OLD"), MESSAGE),
    Guard("guard_score_insert", "benchmarking_score", "INSERT", CLOSED.format(row="NEW"), MESSAGE),
    Guard("guard_assessment_update", "benchmarking_assessment", "UPDATE", "OLD.status = 'closed'", MESSAGE),
    Guard("guard_assessment_delete", "benchmarking_assessment", "DELETE", "OLD.status = 'closed'", MESSAGE),
]
