"""The coordinators' screens of messages: what was written to whom, what became of it, what a person has to settle."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.components import Component

from lms.background import enqueue_once
from lms.people.models import PersonalDataRead
from lms.people.reads import log_read
from lms.staff_admin import ActionView, InspectView, ListWithActions, ReadOnlyViewSet

from . import actions
from .mail import absolute
from .models import Message
from .tasks import send_due_messages
from .trouble import words_of

Offer = tuple[Any, str, str]  # words, URL name, icon


def offers_for(message: Message) -> list[Offer]:
    """Return what a coordinator can do about a message in its state."""
    offers: list[Offer] = []
    if actions.can_be_tried_again(message):
        offers.append((gettext_lazy("Try again"), "message_admin:try_again", "rotate"))
    if actions.can_be_stopped(message):
        offers.append((gettext_lazy("Stop"), "message_admin:stop", "cross"))
    if actions.can_be_settled(message):
        offers.append((gettext_lazy("It arrived"), "message_admin:arrived", "check"))
        offers.append((gettext_lazy("Send again"), "message_admin:send_again", "rotate"))
    return offers


class MessageList(ListWithActions):
    """All messages, the latest first."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query, without the texts."""
        return Message.objects.select_related("recipient").for_list()

    def extra_actions(self, instance: Any) -> list[Offer]:
        """Offer what can be done about the message."""
        return offers_for(instance) if self.user_has_permission("change") else []


class MessageText(Component):
    """The text as plain words and as the mail that was or will be sent."""

    template_name = "outbox/admin/text.html"

    def __init__(self, message: Message) -> None:
        self.message = message

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Hand over the message; a personal link is shown to nobody."""
        return {"message": self.message}


class MessagePage(InspectView):
    """One message; whoever opens somebody else's text leaves a line in the log that this person sees."""

    template_name = "outbox/admin/message.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and note who has read it."""
        message: Message = self.object
        reader: Any = request.user
        if message.recipient and message.text and not message.is_secret:
            field = PersonalDataRead.Field.MESSAGE
            log_read(
                person=message.recipient, reader=reader, field=field, now=timezone.now(), detail=message.subject[:200]
            )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be done about it."""
        offers = offers_for(self.object) if self.user_has_permission("change") else []
        return super().get_context_data(**kwargs) | {"offers": offers}

    def get_link_display_value(self) -> str:
        """Show where the button of the message leads to; a personal link is shown to nobody."""
        if self.object.is_secret or not self.object.link:
            return "–"
        return format_html('<a href="{0}">{0}</a>', absolute(self.object.link))

    def get_text_display_value(self) -> Component:
        """Show the text in both forms."""
        return MessageText(self.object)

    def get_language_display_value(self) -> str:
        """Name the language."""
        return str(dict(settings.LANGUAGES).get(self.object.language, self.object.language))

    def get_last_error_display_value(self) -> str:
        """Say in words what a code stands for."""
        return words_of(self.object.last_error) or "–"


class TryAgainView(ActionView):
    """Sends what was given up or stopped."""

    page_title = gettext_lazy("Try again")
    question = gettext_lazy(
        "The message is sent as if it were new: at once, and when that fails again later and later."
    )
    submit_label = gettext_lazy("Try again")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Put it back in the queue."""
        actions.try_again(message=self.object, by=self.by, now=timezone.now())
        enqueue_once(send_due_messages)
        return _("“%(message)s” is being sent.") % {"message": self.object}


class StopView(ActionView):
    """Keeps a message from being sent."""

    page_title = gettext_lazy("Stop")
    question = gettext_lazy(
        "The message is not sent by e-mail. The person still finds it among the notices on the site."
    )
    submit_label = gettext_lazy("Stop the message")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Stop it."""
        actions.stop_message(message=self.object, by=self.by)
        return _("“%(message)s” is stopped.") % {"message": self.object}


class ArrivedView(ActionView):
    """Settles a message whose answer was lost: it is there."""

    page_title = gettext_lazy("It arrived")
    question = gettext_lazy(
        "The worker ended, or the connection broke, after the message had been handed to the mail server and before "
        "the server answered. Ask the person, then say here that it arrived."
    )
    submit_label = gettext_lazy("It arrived")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Note it."""
        actions.confirm_arrival(message=self.object, by=self.by, now=timezone.now())
        return _("Noted: “%(message)s” arrived.") % {"message": self.object}


class SendAgainView(ActionView):
    """Settles a message whose answer was lost: it is sent once more."""

    page_title = gettext_lazy("Send again")
    question = gettext_lazy(
        "The mail server may have delivered the message already: then the person gets it twice, with the same number, "
        "which many mail programs show as one."
    )
    submit_label = gettext_lazy("Send again")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Put it back in the queue."""
        actions.send_again(message=self.object, by=self.by, now=timezone.now())
        enqueue_once(send_due_messages)
        return _("“%(message)s” is being sent.") % {"message": self.object}


class MessageFilters(WagtailFilterSet):
    """What messages are looked up by."""

    written_at = DateFromToRangeFilter(label=gettext_lazy("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Message
        fields = ["status", "topic", "written_at"]


class MessageAdmin(ReadOnlyViewSet):
    """Every mail and notice. Texts are read one by one, never exported."""

    model = Message
    icon = "mail"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Messages")
    menu_order = 260
    add_to_reference_index = False
    index_view_class = MessageList
    inspect_view_class = MessagePage
    inspect_view_fields = [
        "recipient", "to_email", "topic", "language", "status", "written_at", "due_at", "attempts", "sent_at",
        "last_error", "read_at", "link", "text",
    ]  # fmt: skip
    action_views = {
        "try_again": TryAgainView, "stop": StopView, "arrived": ArrivedView, "send_again": SendAgainView,
    }  # fmt: skip
    list_per_page = 30
    list_display = ["subject", "recipient", "topic", "status", "written_at", "sent_at", "attempts"]
    filterset_class = MessageFilters
    list_export = ["recipient", "to_email", "topic", "subject", "status", "written_at", "sent_at", "attempts"]
    search_fields = ["recipient__first_name", "recipient__last_name", "to_email", "subject"]
