"""Registers what the admin shows of labels: labels held, proposals, rules."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .viewsets import LabelsGroup


@hooks.register("register_admin_viewset")
def label_screens() -> LabelsGroup:
    """Labels held, proposals and rules."""
    return LabelsGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what the audit trail holds about labels."""
    actions.register_action("labels.confirm", _("Confirm"), _("Proposal of a label confirmed"))
    actions.register_action("labels.dismiss", _("Dismiss"), _("Proposal of a label dismissed"))
    actions.register_action("labels.accept", _("Accept"), _("Evidence for a label accepted"))
    actions.register_action("labels.refuse", _("Refuse"), _("Evidence for a label not accepted"))
