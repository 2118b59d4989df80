"""Triggers: the scores of a closed assessment, and what it says of itself, never change."""

from lms.triggers import Guard

CLOSED = "EXISTS (SELECT 1 FROM benchmarking_assessment a WHERE a.id = {row}.assessment_id AND a.status = 'closed')"
MESSAGE = "A closed assessment is evidence and cannot change"

# A score may neither leave a closed assessment nor be moved into one.
MOVED = f"{CLOSED.format(row='OLD')} OR {CLOSED.format(row='NEW')}"

OF_CLOSED = (
    "EXISTS (SELECT 1 FROM benchmarking_assessorsheet s JOIN benchmarking_assessment a ON a.id = s.assessment_id "
    "WHERE s.id = {row}.sheet_id AND a.status = 'closed')"
)

GUARDS = [
    Guard("guard_score_update", "benchmarking_score", "UPDATE", MOVED, MESSAGE),
    Guard("guard_score_delete", "benchmarking_score", "DELETE", CLOSED.format(row="OLD"), MESSAGE),
    Guard("guard_score_insert", "benchmarking_score", "INSERT", CLOSED.format(row="NEW"), MESSAGE),
    *(
        Guard(f"guard_{table}_{operation.lower()}", f"benchmarking_{table}", operation, condition, MESSAGE)
        for table in ("evidencefile", "assessorsheet")
        for operation, condition in (
            ("UPDATE", MOVED),
            ("DELETE", CLOSED.format(row="OLD")),
            ("INSERT", CLOSED.format(row="NEW")),
        )
    ),
    *(
        Guard(f"guard_sheetscore_{operation.lower()}", "benchmarking_sheetscore", operation, condition, MESSAGE)
        for operation, condition in (
            ("UPDATE", f"{OF_CLOSED.format(row='OLD')} OR {OF_CLOSED.format(row='NEW')}"),
            ("DELETE", OF_CLOSED.format(row="OLD")),
            ("INSERT", OF_CLOSED.format(row="NEW")),
        )
    ),
    Guard("guard_assessment_update", "benchmarking_assessment", "UPDATE", "OLD.status = 'closed'", MESSAGE),
    Guard("guard_assessment_delete", "benchmarking_assessment", "DELETE", "OLD.status = 'closed'", MESSAGE),
]
