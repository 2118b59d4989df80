"""The staff's lists of offerings, sessions and changes: read here, worked on on the site."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column

from lms.staff_admin import ReadOnlyViewSet

from . import waiting
from .models import Change, Offering, TrainingSession
from .staff_lists import RowColumn, RowsOf, of_offering, page_of


class OfferingFilters(WagtailFilterSet):
    """What offerings are looked up by."""

    waiting = ChoiceFilter(
        label=gettext_lazy("What waits"),
        method="by_what_waits",
        choices=[
            ("closing", gettext_lazy("over and not closed")),
            ("seats", gettext_lazy("begun, with a free seat beside a queue")),
        ],
    )
    starts_at = DateFromToRangeFilter(label=gettext_lazy("Begins"), widget=DateRangePickerWidget)

    class Meta:
        model = Offering
        fields = ["waiting", "status", "kind", "audience", "starts_at"]

    def by_what_waits(self, offerings: Any, name: str, value: str) -> Any:
        """Ask the same question as the desk."""
        asked = {"closing": waiting.to_be_closed, "seats": waiting.seats_beside_a_queue}
        return offerings.filter(pk__in=asked[value](timezone.now()).values("pk"))


class OfferingList(RowsOf):
    """All offerings, the latest first."""

    how_they_come = gettext_lazy("There is none yet: editions of courses are made on the site.")

    def get_base_queryset(self) -> Any:
        """Count seats and people along."""
        return Offering.objects.with_seats()


class OfferingAdmin(ReadOnlyViewSet):
    """Editions and visits."""

    model = Offering
    icon = "date"
    index_view_class = OfferingList
    filterset_class = OfferingFilters
    list_display = [
        RowColumn(
            "title", label=gettext_lazy("Title"), get_url=page_of("training:sessions", "code"), sort_key="title_it"
        ),
        "code",
        "kind",
        "status",
        "starts_at",
        Column("taken", label=gettext_lazy("Seats taken"), accessor="taken_count"),
        Column("seats", label=gettext_lazy("Seats"), accessor="seat_count"),
        Column("waiting", label=gettext_lazy("In the queue"), accessor="waiting_count"),
    ]
    list_export = [
        "code", "kind", "title_it", "title_en", "status", "audience", "taught_in", "place", "time_zone", "starts_at",
        "ends_at", "funding_line", "seat_count", "taken_count", "waiting_count", "published_at", "closed_at",
        "cancelled_at", "cancelled_reason",
    ]  # fmt: skip
    export_headings = {
        "seat_count": gettext_lazy("Seats"),
        "taken_count": gettext_lazy("Seats taken"),
        "waiting_count": gettext_lazy("In the queue"),
    }
    search_fields = ["code", "title_it", "title_en", "place", "funding_line__code"]
    inspect_view_fields = [
        "code", "kind", "title_it", "title_en", "summary_it", "summary_en", "status", "audience", "taught_in", "place",
        "time_zone", "starts_at", "ends_at", "funding_line", "terms_frozen_at", "needs_approval", "apply_until",
        "withdraw_until", "offer_hours", "queue_order", "register_count", "register_head", "created_by", "created_at",
        "published_at", "closed_by", "closed_at", "cancelled_by", "cancelled_at", "cancelled_reason",
    ]  # fmt: skip


class SessionFilters(WagtailFilterSet):
    """What sessions are looked up by."""

    starts_at = DateFromToRangeFilter(label=gettext_lazy("Day"), widget=DateRangePickerWidget)
    of = of_offering()
    unsigned = BooleanFilter(label=gettext_lazy("Over and not signed off"), method="by_sign_off")

    class Meta:
        model = TrainingSession
        fields = ["unsigned", "of", "starts_at", "status", "mode"]

    def by_sign_off(self, sessions: Any, name: str, value: bool) -> Any:
        """Ask the same question as the desk."""
        unsigned = waiting.unsigned(timezone.now()).values("pk")
        return sessions.filter(pk__in=unsigned) if value else sessions.exclude(pk__in=unsigned)


class SessionList(RowsOf):
    """All sessions, the latest first."""

    related = ("offering", "part", "sign_off")
    default_ordering = "-starts_at"
    how_they_come = gettext_lazy("There is none yet: sessions are entered on the page of their offering.")


def is_signed(session: TrainingSession) -> bool:
    """Say whether an instructor has signed it off."""
    return getattr(session, "sign_off", None) is not None


class TrainingSessionAdmin(ReadOnlyViewSet):
    """Every sitting of every offering."""

    model = TrainingSession
    icon = "time"
    index_view_class = SessionList
    filterset_class = SessionFilters
    list_display = [
        RowColumn("title", label=gettext_lazy("Title"), get_url=page_of("training:roll_call", "pk")),
        Column("offering", label=gettext_lazy("Offering"), accessor="offering.title"),
        "starts_at",
        "mode",
        "place",
        "status",
        BooleanColumn("signed", label=gettext_lazy("Signed off"), accessor=is_signed),
    ]
    list_export = [
        "uid", "offering", "part", "title", "starts_at", "ends_at", "time_zone", "mode", "place", "room", "status",
        "cancelled_reason", "changed_at",
    ]  # fmt: skip
    search_fields = ["offering__code", "offering__title_it", "offering__title_en", "title_it", "title_en", "place"]
    inspect_view_fields = [
        "uid", "offering", "part", "title_it", "title_en", "starts_at", "ends_at", "time_zone", "mode", "place", "room",
        "link", "status", "cancelled_reason", "sequence", "changed_at",
    ]  # fmt: skip


class ChangeFilters(WagtailFilterSet):
    """What changes are looked up by."""

    of = of_offering()
    at = DateFromToRangeFilter(label=gettext_lazy("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = Change
        fields = ["of", "kind", "at"]


class ChangeList(RowsOf):
    """All changes, the latest first."""

    related = ("offering", "session__part", "by")
    how_they_come = gettext_lazy("Nothing has been changed since it was announced.")


class ChangeAdmin(ReadOnlyViewSet):
    """What was changed in what had been announced, by whom and why."""

    model = Change
    icon = "history"
    index_view_class = ChangeList
    filterset_class = ChangeFilters
    list_display = [
        RowColumn(
            "offering", label=gettext_lazy("Offering"), accessor="offering.title",
            get_url=page_of("training:sessions", "offering.code"),
        ),
        "kind",
        Column("session", label=gettext_lazy("Session"), accessor="session"),
        "at",
        "by",
        "reason",
    ]  # fmt: skip
    list_export = ["offering", "session", "kind", "before", "after", "at", "by", "reason"]
    search_fields = ["offering__code", "offering__title_it", "offering__title_en", "reason"]
    inspect_view_fields = ["offering", "session", "kind", "before", "after", "at", "by", "reason"]
