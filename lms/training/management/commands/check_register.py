"""Recomputes the chains of registers and says what is wrong with them."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.training.chain import Fault, faults_of
from lms.training.models import Offering, SignOff
from lms.training.register_lines import chained_lines

WORDS = {
    "gap": "line {0} is missing",
    "broken": "line {0} does not follow the one before it",
    "changed": "line {0} was changed after it was written",
    "length": "there are {0} lines, the offering remembers {1}",
    "head": "the last line is not the head that the offering remembers",
    "signed": "line {0} is not the head that was known when there were {0} lines",
}


class Command(BaseCommand):
    help = "Recompute the register of one offering, or of all; faults end with an error."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a code, and a head that was mailed."""
        parser.add_argument("code", nargs="?", help="code of the offering; without one: all")
        parser.add_argument("--head", metavar="COUNT:HASH", help="lines and head from the message of a sign-off")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, say a line for each register, and fail when there is a fault."""
        code, mailed = options["code"], self._mailed(options["head"], options["code"])
        offerings = Offering.objects.filter(code=code) if code else Offering.objects.order_by("code")
        if code and not offerings.exists():
            raise CommandError(f"There is no offering {code!r}.")
        wrong = [offering.code for offering in offerings if not self._is_whole(offering, mailed)]
        if wrong:
            raise CommandError(f"Registers with faults: {', '.join(wrong)}")

    def _is_whole(self, offering: Offering, mailed: list[tuple[int, str]]) -> bool:
        known = dict(_signed(offering)) | dict(mailed)
        faults = faults_of(
            chained_lines(offering), count=offering.register_count, head=offering.register_head, known=known
        )
        if not faults:
            self.stdout.write(f"{offering.code}: {offering.register_count} lines, whole")
        for fault in faults:
            self.stderr.write(f"{offering.code}: {_words(fault, offering)}")
        return not faults

    def _mailed(self, text: str | None, code: str | None) -> list[tuple[int, str]]:
        if text is None:
            return []
        count, _colon, head = text.partition(":")
        if not code or not count.isdecimal() or not count.isascii() or len(head) != 64:
            raise CommandError("Give the code of the offering, and --head as in the message: 36:0123abcd...")
        return [(int(count), head.lower())]


def _signed(offering: Offering) -> Iterator[tuple[int, str]]:
    signed = SignOff.objects.filter(session__offering=offering)
    yield from signed.values_list("register_count", "register_head")


def _words(fault: Fault, offering: Offering) -> str:
    return WORDS[fault.code].format(fault.number, offering.register_count)
