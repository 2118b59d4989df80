"""Shape of the seats of an offering: for everybody, and kept for clusters until a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster

from .models import SeatAllotment
from .seat_actions import MOST_SEATS

MOST_ROWS = 50


class SeatsForm(forms.Form):
    """The seats for everybody."""

    everybody = forms.IntegerField(
        label=_("Seats for everybody"),
        min_value=0,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class KeptForm(forms.Form):
    """Seats kept for one cluster; a row without a cluster or without seats keeps none."""

    cluster = forms.TypedChoiceField(label=_("Kept for"), required=False, coerce=int, empty_value=None)
    seats = forms.IntegerField(label=_("Seats"), required=False, min_value=0, max_value=MOST_SEATS)
    until = forms.DateField(
        label=_("until, this day included"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, clusters: Iterable[tuple[int, str]], today: date, **kwargs: Any) -> None:
        """Offer the clusters, by key and name, which are read once for all rows; `today` is the day at the place."""
        super().__init__(*args, **kwargs)
        self.today = today
        cast(forms.ChoiceField, self.fields["cluster"]).choices = [("", "–"), *clusters]

    def clean(self) -> dict[str, Any]:
        """Ask for what a row lacks."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("seats") and not cleaned.get("cluster") and "cluster" not in self.errors:
            self.add_error("cluster", _("Choose the cluster for which these seats are kept."))
        if cleaned.get("seats") and cleaned.get("cluster") and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Seats kept for a cluster are kept until a day: say which."))
        if cleaned.get("seats") and self._has_passed(cleaned.get("until")):
            self.add_error("until", _("This day has passed: choose today or a later one."))
        return cleaned

    def _has_passed(self, until: date | None) -> bool:
        """Say whether somebody chose a day that has passed; a row that stands as it was may have run out since."""
        return until is not None and until < self.today and not {"cluster", "until"}.isdisjoint(self.changed_data)


class BaseKeptFormSet(BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Each cluster once."""

    def clean(self) -> None:
        """Refuse a cluster in two rows."""
        clusters = [form.cleaned_data.get("cluster") for form in self.forms if form.is_valid()]
        chosen = [cluster for cluster in clusters if cluster]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("A cluster stands in two rows: put its seats into one."))

    @property
    def kept(self) -> dict[int, tuple[int, date]]:
        """The seats kept and until when, by the key of the cluster."""
        rows = [form.cleaned_data for form in self.forms]
        return {row["cluster"]: (row["seats"], row["until"]) for row in rows if row.get("cluster") and row["seats"]}


def kept_rows(sent: Any, allotments: Iterable[SeatAllotment], today: date) -> BaseKeptFormSet:
    """Return the rows of kept seats, as they are or as they were sent; one query for the clusters."""
    clusters = list(Cluster.objects.values_list("pk", "name").order_by("name"))
    kept = [
        {"cluster": one.cluster_id, "seats": one.seats, "until": one.reserved_until}
        for one in allotments
        if one.cluster_id is not None
    ]
    rows = KeptFormSet(sent, initial=kept, prefix="kept", form_kwargs={"clusters": clusters, "today": today})
    return cast(BaseKeptFormSet, rows)


KeptFormSet = formset_factory(KeptForm, formset=BaseKeptFormSet, extra=2, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
