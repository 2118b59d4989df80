"""The form of a cluster: its keys stay once something rests on them, its website is one a browser opens."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.staff_submissions import KnownObjectsField

from .models import SpecialisationArea

KEYS = ("code", "slug")
# What points to a cluster from apps above this one: told by names, since nothing here may import them.
EVIDENCE = ("assessments", "plans", "needs")


class ClusterForm(WagtailAdminModelForm):
    """A cluster."""

    areas = KnownObjectsField(
        label=_("Specialisation areas"),
        queryset=SpecialisationArea.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and any(getattr(self.instance, name).exists() for name in EVIDENCE):
            for name in KEYS:
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "Fixed: assessments, needs or plans rest on it, and workbooks and links name it."
                )
