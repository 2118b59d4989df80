"""Triggers: what was issued stays as it was issued, and what was revoked or replaced never becomes valid again."""

from lms.triggers import Guard

ISSUED = ("number", "code", "enrolment_id", "language", "pdf", "sha256", "size", "issued_at", "issued_by_id")
REWRITTEN = " OR ".join(
    [*(f"OLD.{name} <> NEW.{name}" for name in ISSUED), "CAST(OLD.facts AS text) <> CAST(NEW.facts AS text)"]
)
MESSAGE = "An issued certificate cannot change: revoke or replace it"

GUARDS = [
    Guard("guard_certificate_update", "certificates_certificate", "UPDATE", REWRITTEN, MESSAGE),
    Guard(
        "guard_certificate_ended",
        "certificates_certificate",
        "UPDATE",
        "OLD.status <> 'valid' AND OLD.status <> NEW.status",
        "A certificate that was revoked or replaced stays so",
    ),
    Guard("guard_certificate_delete", "certificates_certificate", "DELETE", "1 = 1", MESSAGE),
]
