"""The clock: once from a system timer, or for ever with `--every`."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from lms.dashboard.clock import tick

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what time asks for: expiries, reminders, mails, retention. Idempotent; catches up after a stop."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the endless form."""
        parser.add_argument(
            "--every", type=int, nargs="?", const=settings.TICK_SECONDS, metavar="SECONDS", help="repeat until stopped"
        )

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        """Tick once, or until stopped; a database that is away for a while does not end the clock."""
        if not every:
            self._tick()
            return
        while True:
            try:
                self._tick(quietly=options["verbosity"] < 2)
            except DatabaseError:
                logger.exception("The clock could not tick")
            close_old_connections()
            time.sleep(every)

    def _tick(self, *, quietly: bool = False) -> None:
        done = tick(timezone.now())
        if not quietly:
            self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items()))
