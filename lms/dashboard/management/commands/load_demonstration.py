"""Loads the demonstration programme once."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.dashboard.demonstration.loading import load


class Command(BaseCommand):
    help = "Load the demonstration programme, unless it is loaded already."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and say what was loaded."""
        self.stdout.write("Demonstration programme")
        if not load(self.stdout.write):
            self.stdout.write("  already loaded: nothing to do")
