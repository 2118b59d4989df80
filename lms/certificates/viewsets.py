"""The staff's list of certificates, and the menu of everything about training."""

from django.utils.translation import gettext_lazy
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.staff_admin import ReadOnlyViewSet
from lms.training.enrolment_viewsets import AttendanceEntryAdmin, EnrolmentAdmin
from lms.training.staff_lists import RowColumn, RowsOf, of_offering, page_of
from lms.training.viewsets import ChangeAdmin, OfferingAdmin, TrainingSessionAdmin

from .models import Certificate


class CertificateFilters(WagtailFilterSet):
    """What certificates are looked up by."""

    of = of_offering("enrolment__offering")
    issued_at = DateFromToRangeFilter(label=gettext_lazy("Issued"), widget=DateRangePickerWidget)

    class Meta:
        model = Certificate
        fields = ["status", "of", "language", "issued_at"]


class CertificateList(RowsOf):
    """All certificates, the latest first."""

    related = ("enrolment__person", "enrolment__offering", "issued_by", "ended_by")
    default_ordering = "-issued_at"
    how_they_come = gettext_lazy("There is none yet: certificates are issued on the site once an offering is closed.")


def holder(certificate: Certificate) -> str:
    """Name the person, as far as the name is still kept."""
    return str(certificate.enrolment.person)


class CertificateAdmin(ReadOnlyViewSet):
    """What was issued, replaced and revoked: the documents themselves never change."""

    model = Certificate
    icon = "success"
    index_view_class = CertificateList
    filterset_class = CertificateFilters
    list_display = [
        RowColumn(
            "number",
            label=gettext_lazy("Number"),
            get_url=page_of("certificates:issue", "enrolment.offering.code"),
            sort_key="number",
        ),
        Column("holder", label=gettext_lazy("Person"), accessor=holder),
        Column("offering", label=gettext_lazy("Offering"), accessor="enrolment.offering.title"),
        "status",
        "issued_at",
        "issued_by",
    ]
    list_export = [
        "number", "enrolment.person", "enrolment.offering", "language", "status", "sha256", "size", "issued_at",
        "issued_by", "ended_at", "ended_by", "ended_reason", "destroyed_at",
    ]  # fmt: skip
    export_headings = {
        "enrolment.person": gettext_lazy("Person"),
        "enrolment.offering": gettext_lazy("Offering"),
    }
    search_fields = [
        "number", "enrolment__person__first_name", "enrolment__person__last_name", "enrolment__offering__code",
        "enrolment__offering__title_it", "enrolment__offering__title_en",
    ]  # fmt: skip
    inspect_view_fields = [
        "number", "enrolment", "language", "status", "sha256", "size", "issued_at", "issued_by", "ended_at", "ended_by",
        "ended_reason", "replaced_by", "destroyed_at",
    ]  # fmt: skip


class TrainingGroup(ModelViewSetGroup):
    """The menu of what is held, who takes part, what was attended and what was certified."""

    items = (
        OfferingAdmin, TrainingSessionAdmin, EnrolmentAdmin, AttendanceEntryAdmin, CertificateAdmin, ChangeAdmin,
    )  # fmt: skip
    menu_label = gettext_lazy("Training")
    menu_name = "training"
    menu_icon = "date"
    menu_order = 235
