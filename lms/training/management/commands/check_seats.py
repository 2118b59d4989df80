"""Audits the seats of a live database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.training.auditing import audit_seats
from lms.training.models import Offering
from lms.training.seat_faults import SeatFault

SENTENCES = {
    "count": "allotment %(key)s counts other seats as taken than people hold (%(found)s)",
    "oversold": "allotment %(key)s has more people than seats (%(found)s)",
    "seat": "enrolment %(key)s is “%(found)s”, and has a seat that it must not have, or none",
    "elsewhere": "enrolment %(key)s sits on a seat of another offering (allotment %(found)s)",
    "approval": "enrolment %(key)s is “%(found)s” although nobody approved it",
    "expiry": "enrolment %(key)s is “%(found)s”: an offer without an end, or an end without an offer",
    "overdue": "enrolment %(key)s was offered a seat until %(found)s and still has it: see whether the clock runs",
    "steps": "the steps of enrolment %(key)s do not lead to where it stands (step %(found)s)",
    "left_open": "enrolment %(key)s is still “%(found)s” although nobody takes part any more",
    "passed_over": "enrolment %(key)s waits beside a free seat: offer the free seats on the page of the offering",
}


class Command(BaseCommand):
    help = "Hold the seats of every offering against the rules; one line for each fault, exit code 1 when there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, change nothing, and say what was found."""
        found = [_line(code, fault) for code, fault in audit_seats(now=timezone.now())]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"Seats: {len(found)} faults", returncode=1)
        self.stdout.write(f"Seats: {Offering.objects.count()} offerings, no fault")


def _line(code: str, fault: SeatFault) -> str:
    return f"{code}: {SENTENCES[fault.code] % {'key': fault.key, 'found': fault.found}}."
