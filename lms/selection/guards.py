"""Triggers: the ranking stays as decided, sheets as they were when the scoring was closed."""

from lms.triggers import Guard

ALWAYS = "1 = 1"
OF_CLOSED = (
    "EXISTS (SELECT 1 FROM selection_assessor a JOIN selection_call c ON c.id = a.call_id "
    "WHERE a.id = OLD.assessor_id AND c.scored_at IS NOT NULL)"
)
ON_CLOSED = (
    "EXISTS (SELECT 1 FROM selection_scoresheet s JOIN selection_assessor a ON a.id = s.assessor_id "
    "JOIN selection_call c ON c.id = a.call_id WHERE s.id = OLD.sheet_id AND c.scored_at IS NOT NULL)"
)
GUARDS = [
    *(
        Guard(
            f"guard_ranked_{operation.lower()}",
            "selection_rankedapplication",
            operation,
            ALWAYS,
            "A ranking stays as it was decided",
        )
        for operation in ("UPDATE", "DELETE")
    ),
    *(
        Guard(f"guard_{table}_{operation.lower()}", f"selection_{table}", operation, condition, "The scoring is closed")
        for table, condition in (("scoresheet", OF_CLOSED), ("sheetpoints", ON_CLOSED))
        for operation in ("UPDATE", "DELETE")
    ),
]
