"""Registers the coordinators' screens of messages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .viewsets import MessageAdmin


@hooks.register("register_admin_viewset")
def message_screens() -> MessageAdmin:
    """Every mail and notice."""
    return MessageAdmin()


@hooks.register("register_log_actions")
def messages_in_the_log(actions: Any) -> None:
    """Name what coordinators do about messages."""
    actions.register_action("outbox.try_again", _("Try again"), _("Message tried again"))
    actions.register_action("outbox.stop", _("Stop"), _("Message stopped"))
    actions.register_action("outbox.arrived", _("It arrived"), _("Message settled: it arrived"))
    actions.register_action("outbox.send_again", _("Send again"), _("Message sent again"))
