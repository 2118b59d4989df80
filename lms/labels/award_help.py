"""The rules of the day beside the form of an award, so that days typed by hand follow them."""

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import HelpPanel

from .label_dates import first_until
from .label_records import LEVELS, rule_book, terms_of


class RulesOfToday(HelpPanel):
    """What the rules in force say of days; an example from today makes it concrete."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "labels/admin/award_help.html"} | kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """With the rules read."""

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the rule of each label."""
            today, book = timezone.localdate(), rule_book()
            rules = [rule for level in LEVELS if (rule := book.in_force(level, today))]
            rows = [(rule, first_until(terms_of(rule), today)) for rule in rules]
            return super().get_context_data(parent_context) | {"rows": rows, "today": today}
