"""Loads the frameworks that the product ships."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.benchmarking.framework_seed import FOLDER, seed_framework


class Command(BaseCommand):
    help = (
        "Load the shipped frameworks that are not there yet; existing ones stay as they are, but get the descriptions "
        "of levels that they lack."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and say what was loaded."""
        for path in sorted(FOLDER.glob("*.toml")):
            framework, created = seed_framework(path.stem)
            self.stdout.write(f"{framework}: {'loaded' if created else 'already there'}")
