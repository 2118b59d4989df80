"""Triggers: lines of the register, sign-offs and steps of enrolments are only ever added; frozen terms stay frozen."""

from lms.triggers import Guard

ALWAYS = "1 = 1"
ONLY_ADDED = "Registers, sign-offs and steps of enrolments are only ever added to"
ATTENDED = "EXISTS (SELECT 1 FROM training_attendanceentry a WHERE a.enrolment_id = OLD.id)"
SIGNED = "EXISTS (SELECT 1 FROM training_signoff s WHERE s.session_id = OLD.id)"

GUARDS = [
    *(
        Guard(f"guard_{table}_{operation.lower()}", f"training_{table}", operation, ALWAYS, ONLY_ADDED)
        for table in ("attendanceentry", "signoff", "enrolmentevent")
        for operation in ("UPDATE", "DELETE")
    ),
    Guard(
        "guard_offering_terms",
        "training_offering",
        "UPDATE",
        # PostgreSQL compares no json with `=`, and the text of the two is the same when nothing was written.
        "OLD.terms IS NOT NULL AND (NEW.terms IS NULL OR CAST(OLD.terms AS text) <> CAST(NEW.terms AS text))",
        "The terms of an offering that has started cannot change",
    ),
    Guard(
        "guard_offering_register",
        "training_offering",
        "UPDATE",
        "NEW.register_count < OLD.register_count "
        "OR (NEW.register_count = OLD.register_count AND NEW.register_head <> OLD.register_head)",
        "A register is only ever added to",
    ),
    Guard(
        "guard_offering_delete",
        "training_offering",
        "DELETE",
        "OLD.published_at IS NOT NULL",
        "An offering that was published cannot be deleted: cancel it",
    ),
    Guard(
        "guard_session_signed",
        "training_trainingsession",
        "UPDATE",
        f"{SIGNED} AND (OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at "
        "OR OLD.part_id <> NEW.part_id OR OLD.status <> NEW.status OR OLD.mode <> NEW.mode OR OLD.uid <> NEW.uid)",
        "A session that was signed off stays as it was held",
    ),
    Guard(
        "guard_enrolment_attended",
        "training_enrolment",
        "UPDATE",
        # The chain knows people by the key: who is behind it must not change unseen.
        f"{ATTENDED} AND (OLD.key <> NEW.key OR OLD.person_id <> NEW.person_id OR OLD.offering_id <> NEW.offering_id)",
        "Whose attendance it is cannot change",
    ),
]
