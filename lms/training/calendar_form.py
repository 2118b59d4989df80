"""The filters of the calendar as they stand in the address: one that cannot be read is left out and says so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .models import Audience, Offering
from .querysets.offerings import OfferingQuerySet

LONGEST = 40
NO_CHOICE = _("This is none of the choices: the filter is left out.")
AUDIENCES = [("", _("Everybody")), ("managers", _("Cluster managers")), ("officials", _("Regional officials"))]
LANGUAGES = [("", _("Any language")), ("it", _("Italian")), ("en", _("English"))]


class CalendarForm(forms.Form):
    """Kind, audience, language and month."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Offering.Kind.choices])
    audience = forms.ChoiceField(label=_("For whom"), required=False, choices=AUDIENCES)
    language = forms.ChoiceField(label=_("Taught in"), required=False, choices=LANGUAGES)
    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, data: Any, months: Iterable[datetime]) -> None:
        known = {name: str(data.get(name, ""))[:LONGEST].replace("\x00", " ").strip() for name in self.base_fields}
        super().__init__(known, auto_id="filter_%s", use_required_attribute=False)
        choices = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]
        cast(forms.ChoiceField, self.fields["month"]).choices = [("", _("All months")), *choices]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = NO_CHOICE
        self.is_valid()

    @property
    def applied(self) -> dict[str, str]:
        """The filters that apply, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The filters that apply, as a query."""
        return urlencode(self.applied)

    def keep(self, offerings: OfferingQuerySet) -> OfferingQuerySet:
        """Keep the offerings that pass every filter that applies."""
        asked = self.applied
        if "kind" in asked:
            offerings = offerings.filter(kind=asked["kind"])
        if "audience" in asked:
            offerings = offerings.filter(audience__in=[asked["audience"], Audience.BOTH])
        if "language" in asked:
            offerings = offerings.filter(taught_in__in=[asked["language"], Offering.TaughtIn.BOTH])
        return offerings.between(*month_of(asked["month"])) if "month" in asked else offerings


def month_of(text: str) -> tuple[datetime, datetime]:
    """Return where "2027-01" begins and where the next month does, by the reader's clock."""
    year, month = int(text[:4]), int(text[5:])
    zone = timezone.get_current_timezone()
    return datetime(year, month, 1, tzinfo=zone), datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
