"""The clock: once from a system timer, or for ever with `--every`."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from lms.dashboard.clock import tick


class Command(BaseCommand):
    help = "Do what time asks for: expiries, purges. Idempotent; catches up after a stop."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the endless form."""
        parser.add_argument(
            "--every", type=int, nargs="?", const=settings.TICK_SECONDS, metavar="SECONDS", help="repeat until stopped"
        )

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        """Tick once, or until stopped."""
        while True:
            done = tick(timezone.now())
            if options["verbosity"] > 1 or not every:
                self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items()))
            if not every:
                return
            close_old_connections()
            time.sleep(every)
