"""What is asked for when an address is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster
from lms.people.models import User
from lms.people.permissions import is_coordinator
from lms.training.models import Offering

from .models import FeedAddress
from .permissions import own_clusters

Kind = FeedAddress.Kind


class FeedForm(forms.Form):
    """A kind of feed, with its offering or its cluster."""

    kind = forms.ChoiceField(choices=Kind.choices)
    offering = forms.ModelChoiceField(Offering.objects.announced(), to_field_name="code", required=False)
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(), to_field_name="slug", required=False, label=_("Cluster"), empty_label=None
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters_for(person)  # type: ignore[attr-defined]  # of its kind of field

    def clean(self) -> dict[str, Any]:
        """Keep what the kind asks for, and nothing else."""
        data: dict[str, Any] = super().clean() or {}
        kind = data.get("kind")
        for name in (Kind.OFFERING, Kind.CLUSTER):
            if kind != name:
                data[name] = None
            elif not data.get(name) and name not in self.errors:
                self.add_error(name, _("Say which one you want to follow."))
        return data


def clusters_for(person: User) -> Any:
    """Return the clusters that the person may follow: every one for coordinators, otherwise the own ones."""
    if is_coordinator(person):
        return Cluster.objects.order_by("name")
    return Cluster.objects.filter(pk__in=[cluster.pk for cluster in own_clusters(person)])
