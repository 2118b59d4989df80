"""Loads the label rules that the product ships."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.labels.rule_seed import seed_label_rules


class Command(BaseCommand):
    help = "Load the shipped rules of labels that have none yet; existing ones stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and say what was loaded."""
        loaded = [str(rule) for rule in seed_label_rules()]
        self.stdout.write("Label rules: " + (", ".join(loaded) if loaded else "nothing to load"))
