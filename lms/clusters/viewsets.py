"""The staff's screens of clusters, their vocabulary and who pays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from lms.staff_admin import StaffViewSet
from lms.staff_submissions import KnownObjectsFilter

from .forms import ClusterForm
from .funding_viewsets import FundingLineAdmin
from .models import Cluster, Sector, SpecialisationArea

TERM_PANELS = [FieldPanel("code"), FieldPanel("name_it"), FieldPanel("name_en")]


class ClusterFilters(WagtailFilterSet):
    """What clusters are looked up by."""

    areas = KnownObjectsFilter(
        queryset=SpecialisationArea.objects.all(),
        label=_("Specialisation areas"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Cluster
        fields = ["sector", "areas", "province"]


class ClusterList(generic.IndexView):
    """All clusters."""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return Cluster.objects.select_related("sector")


class ClusterAdmin(StaffViewSet):
    """Clusters: public facts."""

    model = Cluster
    icon = "site"
    index_view_class = ClusterList
    list_display = ["name", "code", "sector", "seat", "province"]
    filterset_class = ClusterFilters
    list_export = ["code", "name", "full_name", "sector", "seat", "province", "website"]
    search_fields = ["name", "full_name", "code", "seat"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("full_name"),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("slug")]),
                ],
                heading=_("Cluster"),
            ),
            MultiFieldPanel([FieldPanel("sector"), FieldPanel("areas")], heading=_("Sector and specialisation")),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("seat"), FieldPanel("province")]), FieldPanel("website")], heading=_("Seat")
            ),
            MultiFieldPanel([FieldPanel("description_it"), FieldPanel("description_en")], heading=_("Description")),
        ],
        base_form_class=ClusterForm,
    )


class SectorAdmin(StaffViewSet):
    """What the firms of a cluster do."""

    model = Sector
    icon = "folder-open-inverse"
    list_display = ["code", "name_it", "name_en"]
    search_fields = ["code", "name_it", "name_en"]
    panels = TERM_PANELS


class SpecialisationAreaAdmin(StaffViewSet):
    """Areas of the regional strategy."""

    model = SpecialisationArea
    icon = "crosshairs"
    list_display = ["code", "name_it", "name_en"]
    search_fields = ["code", "name_it", "name_en"]
    panels = TERM_PANELS


class ProgrammeGroup(ModelViewSetGroup):
    """The menu of the programme's clusters."""

    items = (ClusterAdmin, FundingLineAdmin, SectorAdmin, SpecialisationAreaAdmin)
    menu_label = _("Programme")
    menu_name = "programme"
    menu_icon = "site"
    menu_order = 210
