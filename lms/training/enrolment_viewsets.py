"""The staff's lists of enrolments and of the register: read here, worked on on the site."""

from typing import Any

from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from lms.needs.templatetags.amounts import hours
from lms.staff_admin import ReadOnlyViewSet

from .models import AttendanceEntry, Enrolment
from .staff_lists import RowColumn, RowsOf, WordsFilter, of_offering, page_of


class EnrolmentFilters(WagtailFilterSet):
    """What enrolments are looked up by."""

    of = of_offering()
    cluster = WordsFilter("cluster__code", "cluster__name", label=gettext_lazy("Cluster"))
    queued_at = DateFromToRangeFilter(label=gettext_lazy("Asked for"), widget=DateRangePickerWidget)

    class Meta:
        model = Enrolment
        fields = ["status", "of", "cluster", "queued_at"]


class EnrolmentList(RowsOf):
    """All enrolments, what moved last first."""

    related = ("offering", "person", "cluster")
    default_ordering = "-status_at"
    how_they_come = gettext_lazy("There is none yet: people ask for seats in the calendar, or are entered by name.")


class EnrolmentAdmin(ReadOnlyViewSet):
    """Who is on the way through what."""

    model = Enrolment
    icon = "group"
    index_view_class = EnrolmentList
    filterset_class = EnrolmentFilters
    list_display = [
        RowColumn(
            "person", label=gettext_lazy("Person"), get_url=page_of("training:people", "offering.code"),
            sort_key="person__last_name",
        ),
        Column("offering", label=gettext_lazy("Offering"), accessor="offering.title"),
        "cluster",
        "status",
        "status_at",
        "offer_expires_at",
    ]  # fmt: skip
    list_export = [
        "key", "offering", "person", "cluster", "status", "status_at", "queued_at", "approved_at", "offer_expires_at",
        "confirmed_at",
    ]  # fmt: skip
    search_fields = [
        "person__first_name", "person__last_name", "person__email", "cluster__name", "offering__code",
        "offering__title_it", "offering__title_en",
    ]  # fmt: skip
    inspect_view_fields = [
        "key", "offering", "person", "cluster", "status", "status_at", "note", "queued_at", "approved_at",
        "offer_expires_at", "confirmed_at",
    ]  # fmt: skip


class RegisterFilters(WagtailFilterSet):
    """What lines of the register are looked up by."""

    of = of_offering()
    written_at = DateFromToRangeFilter(label=gettext_lazy("Written"), widget=DateRangePickerWidget)
    corrections = BooleanFilter(label=gettext_lazy("Corrections"), method="by_correction")

    class Meta:
        model = AttendanceEntry
        fields = ["of", "evidence", "corrections", "written_at"]

    def by_correction(self, lines: Any, name: str, value: bool) -> Any:
        """Keep the lines that correct another, or those that do not."""
        return lines.filter(corrects__isnull=not value)


class RegisterList(RowsOf):
    """All lines of all registers, the latest first."""

    related = ("offering", "enrolment__person", "session__part", "author", "corrects")
    default_ordering = "-written_at"
    how_they_come = gettext_lazy("There is none yet: instructors take attendance on the site.")


def who(line: AttendanceEntry) -> str:
    """Name the participant."""
    return str(line.enrolment.person)


def line_number(line: AttendanceEntry) -> str:
    """Name the line by its offering and number."""
    return f"{line.offering.code}/{line.number}"


class AttendanceEntryAdmin(ReadOnlyViewSet):
    """The registers, line by line: nothing of them ever changes."""

    model = AttendanceEntry
    icon = "list-ol"
    index_view_class = RegisterList
    filterset_class = RegisterFilters
    list_display = [
        RowColumn(
            "line", label=gettext_lazy("Line"), accessor=line_number,
            get_url=page_of("training:register", "offering.code"),
        ),
        Column("participant", label=gettext_lazy("Participant"), accessor=who),
        Column("session", label=gettext_lazy("Session"), accessor="session"),
        "came_at",
        "left_at",
        Column("hours", label=gettext_lazy("Hours"), accessor=lambda line: hours(line.minutes)),
        "evidence",
        "author",
        "written_at",
    ]  # fmt: skip
    list_export = [
        "offering", "number", "enrolment.key", "enrolment.person", "session", "came_at", "left_at", "minutes",
        "evidence", "note", "corrects", "reason", "author", "written_at", "previous_hash", "hash",
    ]  # fmt: skip
    export_headings = {
        "enrolment.key": gettext_lazy("Key"),
        "enrolment.person": gettext_lazy("Participant"),
    }
    search_fields = [
        "offering__code", "offering__title_it", "offering__title_en", "enrolment__person__first_name",
        "enrolment__person__last_name", "note", "reason",
    ]  # fmt: skip
    inspect_view_fields = [
        "offering", "number", "enrolment", "session", "came_at", "left_at", "minutes", "evidence", "note", "corrects",
        "reason", "author", "written_at", "previous_hash", "hash",
    ]  # fmt: skip
