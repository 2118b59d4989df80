"""Removes what time asks for, or says what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from lms.dashboard.privacy.retention import RULES, run_retention, size_of


class Command(BaseCommand):
    help = "Remove personal data whose time has passed, as the clock does; --dry-run only says what would go."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to look only."""
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Run, or count."""
        now = timezone.now()
        if not dry_run:
            self.stdout.write(f"Retention: {run_retention(now=now)} records removed")
            return
        for rule in RULES:
            self.stdout.write(f"{rule.key:12} {size_of(rule.due(now)):6}  {rule.title}")
