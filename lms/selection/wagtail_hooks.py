"""Names what the audit trail holds about calls."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "cancel": (_("Cancel"), _("Call cancelled")),
    "submit": (_("Hand in"), _("Application handed in")),
    "withdraw": (_("Withdraw"), _("Application withdrawn")),
    "ineligible": (_("Leave out"), _("Application marked as not eligible")),
    "eligible": (_("Let in again"), _("Application marked as eligible again")),
    "name_assessor": (_("Name"), _("Assessor named")),
    "remove_assessor": (_("Take off"), _("Assessor taken off")),
    "start_scoring": (_("Start scoring"), _("Scoring started")),
    "declare_conflict": (_("Declare a conflict"), _("Conflict of interest declared")),
    "hand_in": (_("Hand in"), _("Score sheet handed in")),
    "take_back": (_("Take back"), _("Score sheet taken back")),
    "close_scoring": (_("Close the scoring"), _("Scoring closed")),
    "decide": (_("Decide"), _("Ranking decided")),
    "accept": (_("Accept"), _("Place accepted")),
    "decline": (_("Decline"), _("Place declined")),
    "remove_place": (_("Take back"), _("Place taken back")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what the audit trail holds."""
    for code, (label, message) in ACTIONS.items():
        actions.register_action(f"selection.{code}", label, message)
