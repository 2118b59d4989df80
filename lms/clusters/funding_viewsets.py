"""The staff's screens of funding lines."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from lms.staff_admin import DeleteView, StaffViewSet

from .funding_forms import FundingLineForm
from .models import FundingLine

STATES = [
    ("in_force", gettext_lazy("In force")),
    ("to_come", gettext_lazy("To come")),
    ("ended", gettext_lazy("Ended")),
]
WORDS = dict(STATES)


def state_of(line: FundingLine) -> str:
    """Say whether a line pays today."""
    today = timezone.localdate()
    state = "in_force" if line.is_in_force(today) else "to_come" if line.valid_from > today else "ended"
    return str(WORDS[state])


class FundingFilters(WagtailFilterSet):
    """What funding lines are looked up by."""

    state = ChoiceFilter(
        label=gettext_lazy("State"),
        choices=STATES,
        method="in_state",
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = FundingLine
        fields = ["state"]

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        """Keep the lines of a state, as of today."""
        return getattr(queryset, value)(timezone.localdate())


class FundingList(generic.IndexView):
    """All funding lines."""

    def get_base_queryset(self) -> Any:
        """A row says nothing of other tables."""
        return FundingLine.objects.all()


class DeleteFundingView(DeleteView):
    """Deletes a funding line, after saying what goes with it."""

    @property
    def confirmation_message(self) -> str:
        """Say that names on evidence are kept because of this line."""
        sentence = _(
            "Until %(day)s names on evidence stay because of this funding line. Without it they may be erased. "
            "Delete it all the same?"
        )
        return sentence % {"day": date_format(self.object.retain_until)}


FACTS = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel("code", help_text=gettext_lazy("A short name of your own, such as clus3-2014.")),
                FieldPanel(
                    "project_code", help_text=gettext_lazy("As in the act that grants the funds; it is printed.")
                ),
            ]
        ),
        FieldRowPanel([FieldPanel("name_it"), FieldPanel("name_en")]),
        FieldRowPanel(
            [
                FieldPanel("sentence_it", help_text=gettext_lazy("Word by word, as the funder asks for it.")),
                FieldPanel("sentence_en", help_text=gettext_lazy("The same for readers of English.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("valid_from"),
                FieldPanel(
                    "valid_until", help_text=gettext_lazy("This day included. Empty: the end is not known yet.")
                ),
            ]
        ),
        FieldPanel("clusters"),
    ],
    heading=gettext_lazy("Funding line"),
)
HOURS = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel(
                    "threshold_percent",
                    help_text=gettext_lazy(
                        "Share of the hours that a person must attend; each decree and call has its own."
                    ),
                ),
                FieldPanel(
                    "threshold_per_module",
                    help_text=gettext_lazy("Ticked: whoever misses it in one module misses it in all."),
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("rounding_minutes", help_text=gettext_lazy("1: to the minute. 30: to half hours.")),
                FieldPanel("rounding", help_text=gettext_lazy("Down never counts time that nobody attended.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "tolerance_minutes", help_text=gettext_lazy("0: every minute late or early is taken off the hours.")
                ),
                FieldPanel(
                    "sign_in_window_minutes",
                    help_text=gettext_lazy("Outside it a signature needs a reason. 30 is usual."),
                ),
            ]
        ),
        FieldPanel("online_allowed", help_text=gettext_lazy("Not ticked: only hours in the room count.")),
    ],
    heading=gettext_lazy("Attendance"),
)
EVIDENCE = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel("retain_until"),
                FieldPanel(
                    "retention_basis",
                    help_text=gettext_lazy("Article or act; people who ask for erasure read it."),
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "stamped_on",
                    help_text=gettext_lazy("Only where the register is stamped before the first lesson."),
                ),
                FieldPanel("stamped_by", help_text=gettext_lazy("Public official, auditor or notary.")),
                FieldPanel("stamped_pages", help_text=gettext_lazy("Numbered pages, cover included.")),
            ]
        ),
    ],
    heading=gettext_lazy("Evidence"),
)
LOGOS = InlinePanel(
    "logos",
    heading=gettext_lazy("Logos"),
    label=gettext_lazy("Logo"),
    help_text=gettext_lazy("In the order in which the funder asks for them."),
    panels=[
        FieldPanel("image"),
        FieldPanel("position"),
        FieldRowPanel([FieldPanel("alt_it"), FieldPanel("alt_en")]),
    ],
)


class FundingLineAdmin(StaffViewSet):
    """Who pays, and what that asks of registers, hours and retention."""

    model = FundingLine
    icon = "wagtail-icon"
    index_view_class = FundingList
    delete_view_class = DeleteFundingView
    list_display = [
        "code",
        Column("name", label=gettext_lazy("Name"), accessor=str),
        Column("state", label=gettext_lazy("State"), accessor=state_of),
        "valid_from",
        "valid_until",
        "threshold_percent",
        "retain_until",
    ]
    filterset_class = FundingFilters
    list_export = [
        "code", "name_it", "name_en", "project_code", "valid_from", "valid_until", "threshold_percent",
        "threshold_per_module", "rounding_minutes", "rounding", "tolerance_minutes", "sign_in_window_minutes",
        "online_allowed", "retain_until", "retention_basis",
    ]  # fmt: skip
    search_fields = ["code", "name_it", "name_en", "project_code"]
    edit_handler = ObjectList([FACTS, HOURS, EVIDENCE, LOGOS], base_form_class=FundingLineForm)
