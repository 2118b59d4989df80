"""The staff's screens of requests of erasure, texts of consents and reports of retention."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import policy_registry

from lms.people.consents import add_consent_text
from lms.people.models import ConsentText, ErasureRequest, RetentionRun, User
from lms.staff_admin import ActionView, CreateView, InspectView, ListWithActions, ReadOnlyViewSet, StaffViewSet

from . import erasing
from .actions import note_copy
from .forms import AskForPersonForm, ConsentTextForm, ReasonOfCopyForm
from .retention import BY_KEY as RULES
from .sources import BY_KEY as SOURCES
from .views import archive_response

OPEN = ErasureRequest.Status.OPEN


class CopyView(ActionView):
    """Sends a copy of a person's data, which the person reads of."""

    model = User
    permission_policy = property(lambda self: policy_registry.get_by_type(User))
    page_title = gettext_lazy("Copy of all data kept about a person")
    question = gettext_lazy(
        "Make a copy only when the person has asked for it. The person is told, and finds your name and your reason "
        "on the page “My data”."
    )
    submit_label = gettext_lazy("Make the copy")
    header_icon = "download"
    index_url_name = "wagtailusers_users:index"
    form_class = ReasonOfCopyForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Note it, then send the file."""
        note_copy(person=self.object, reason=form.cleaned_data["reason"], by=self.by, now=timezone.now())
        return archive_response(self.object)


class CarryOutView(ActionView):
    """Carries a request out at once."""

    page_title = gettext_lazy("Erase now")
    question = gettext_lazy(
        "The account is closed for good and the data are erased at once; what proves how public money was spent stays. "
        "This cannot be undone."
    )
    submit_label = gettext_lazy("Erase the data now")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Erase."""
        done = erasing.carry_out_erasure(request=self.object, by=self.by, now=timezone.now())
        kept = done.person.name_kept_until
        if kept is None:
            return _("The data are erased.")
        return _("The data are erased; the name stays on evidence until %(day)s.") % {"day": date_format(kept)}


class TakeBackView(ActionView):
    """Takes a request back for a person who writes."""

    page_title = gettext_lazy("Take the request back")
    question = gettext_lazy("The person keeps the account and is told so. Do this only when the person asks for it.")
    submit_label = gettext_lazy("Take it back")

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Take it back."""
        erasing.take_back_erasure(request=self.object, by=self.by, now=timezone.now())
        return _("The request is taken back: everything stays as it was.")


class AddView(CreateView):
    """Adds what is never changed afterwards, so that no button leads to a form."""

    def get_success_buttons(self) -> list[Any]:
        """Offer none."""
        return []


class AskForPersonView(AddView):
    """Writes down what somebody asked for by letter."""

    def save_instance(self) -> ErasureRequest:
        """Leave it to the action."""
        return erasing.request_erasure(person=self.form.instance.person, by=self.request.user, now=timezone.now())


class RequestList(ListWithActions):
    """All requests; those that wait can be carried out or taken back."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return ErasureRequest.objects.select_related("person", "settled_by")

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Offer both while nothing is settled."""
        if instance.status != OPEN or not self.user_has_permission("change"):
            return []
        return [
            (gettext_lazy("Erase now"), "erasurerequest_admin:carry_out", "bin"),
            (gettext_lazy("Take the request back"), "erasurerequest_admin:take_back", "undo"),
        ]


class RequestView(InspectView):
    """One request, with what became of each kind of data."""

    def get_outcome_display_value(self) -> Any:
        """Say in words what went and what stays."""
        return _lines([outcome_in_words(entry) for entry in self.object.outcome]) or "–"


class ErasureRequestAdmin(StaffViewSet):
    """Requests of erasure: asked for on the site or entered here, carried out by the clock or at once."""

    model = ErasureRequest
    icon = "bin"
    add_to_reference_index = False
    index_view_class = RequestList
    inspect_view_class = RequestView
    add_view_class = AskForPersonView
    inspect_view_enabled = True
    left_out = ("edit", "delete", "history", "history_results", "usage")
    action_views = {"carry_out": CarryOutView, "take_back": TakeBackView}
    inspect_view_fields = ["person", "status", "requested_at", "due_on", "settled_at", "settled_by", "outcome"]
    list_display = [
        "person",
        "status",
        DateColumn("requested_at", label=gettext_lazy("Asked at"), sort_key="requested_at"),
        "due_on",
        DateColumn("settled_at", label=gettext_lazy("Settled at"), sort_key="settled_at"),
        "settled_by",
    ]
    list_filter = ["status"]
    search_fields = ["person__first_name", "person__last_name", "person__email"]

    def get_form_class(self, for_update: bool = False) -> type[AskForPersonForm]:
        """Ask who it is."""
        return AskForPersonForm


class AddTextView(AddView):
    """Writes the next version of a text."""

    success_message = gettext_lazy("The new version is written down. From its first day on everybody is asked again.")

    def get_initial_form_instance(self) -> ConsentText:
        """Begin today, unless another day is typed."""
        return ConsentText(valid_from=timezone.localdate())

    def save_instance(self) -> ConsentText:
        """Leave it to the action, which numbers it."""
        return add_consent_text(text=self.form.instance, by=self.request.user, now=timezone.now())


class ConsentTextAdmin(StaffViewSet):
    """Texts of consents: a version is added, never changed, since people agreed to it word by word."""

    model = ConsentText
    icon = "doc-full"
    add_to_reference_index = False
    add_view_class = AddTextView
    inspect_view_enabled = True
    left_out = ("edit", "delete", "history", "history_results", "usage")
    inspect_view_fields = ["purpose", "version", "valid_from", "title_it", "text_it", "title_en", "text_en"]
    list_display = ["purpose", "version", "valid_from", Column("title", label=gettext_lazy("Title"))]
    list_filter = ["purpose"]

    def get_form_class(self, for_update: bool = False) -> type[ConsentTextForm]:
        """Ask for everything but the number."""
        return ConsentTextForm


class RunView(InspectView):
    """One report."""

    def get_removed_display_value(self) -> Any:
        """Say in words what was removed."""
        return _lines([removed_in_words(entry) for entry in self.object.removed])


class RetentionRunAdmin(ReadOnlyViewSet):
    """What time removed, run by run."""

    model = RetentionRun
    icon = "time"
    add_to_reference_index = False
    index_view_class = generic.IndexView
    inspect_view_class = RunView
    inspect_view_fields = ["ran_at", "removed"]
    list_display = [
        DateColumn("ran_at", label=gettext_lazy("Ran at"), sort_key="ran_at"),
        Column(
            "what",
            label=gettext_lazy("Removed"),
            accessor=lambda run: "; ".join(removed_in_words(entry) for entry in run.removed),
        ),
    ]


class PrivacyGroup(ModelViewSetGroup):
    """The menu of personal data."""

    items = (ErasureRequestAdmin, ConsentTextAdmin, RetentionRunAdmin)
    menu_label = gettext_lazy("Personal data")
    menu_name = "privacy"
    menu_icon = "lock"
    menu_order = 245


def outcome_in_words(entry: dict[str, Any]) -> str:
    """Say what became of one kind of data; a kind that the system no longer knows is called by its key."""
    source = SOURCES.get(entry["key"])
    values = {"what": source.title if source else entry["key"], "count": entry["count"], "why": entry["why"]}
    if entry["done"] == "goes":
        return _("%(what)s: %(count)s removed") % values
    if entry["until"] is None:
        return _("%(what)s: %(count)s kept without the name") % values
    values["day"] = date_format(date.fromisoformat(entry["until"]))
    return _("%(what)s: %(count)s kept, with the name until %(day)s (%(why)s)") % values


def removed_in_words(entry: dict[str, Any]) -> str:
    """Say how much one rule removed."""
    rule = RULES.get(entry["key"])
    return f"{rule.title if rule else entry['key']}: {entry['count']}"


def _lines(sentences: list[str]) -> Any:
    return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in sentences))
