"""Names what the audit trail holds about ratings; the screens of needs stand in the menu of courses."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say that somebody rated, never how."""
    actions.register_action("needs.rate", _("Rate"), _("Competences rated"))
