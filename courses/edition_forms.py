"""Shape of what a coordinator types to make an edition: the edition itself, then its sessions one by one."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.clusters.models import FundingLine
from lms.people.models import User
from lms.people.profile_form import time_zone_choices
from lms.staff_submissions import KnownObjectsField
from lms.training.local_times import moved_by_days
from lms.training.models import Offering, TrainingSession
from lms.training.seat_actions import MOST_SEATS
from lms.training.session_dates import EARLIEST, LATEST, moment_of
from lms.training.session_forms import clock_field, day_field, instructors_today

from .edition_dates import MOST_SESSIONS, Pattern, Sitting
from .models import Course, Module

MOST_DAYS_OFF = 100
COLUMNS = (
    "code",
    "title_it",
    "title_en",
    "summary_it",
    "summary_en",
    "audience",
    "taught_in",
    "time_zone",
    "place",
    "funding_line",
    "needs_approval",
    "offer_hours",
    "queue_order",
)


class ModulesField(KnownObjectsField):
    """Modules with their hours and who asks for them; `words` are given by the page, by the module's key."""

    words: dict[int, str]

    def label_from_instance(self, obj: Any) -> str:
        """Say what the page says of it."""
        return getattr(self, "words", {}).get(obj.pk, obj.code)


class DaysField(forms.CharField):
    """Several days, one beside the other: 2027-01-06, 06/01/2027."""

    def clean(self, value: Any) -> Any:
        """Return the days; say which word is none."""
        words = [word for word in re.split(r"[\s,;]+", super().clean(value)) if word]
        if len(words) > MOST_DAYS_OFF:
            raise ValidationError(_("These are too many days to leave out."))
        return frozenset(self._day(word) for word in words)

    def _day(self, word: str) -> date:
        try:
            return forms.DateField().clean(word)
        except ValidationError as error:
            raise ValidationError(
                _("“%(word)s” is no day: write it as 2027-01-06 or 06/01/2027."), params={"word": word}
            ) from error


def whole(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    """Return a field for a whole number between two."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class EditionForm(forms.Form):
    """Everything about an edition; what is the same each time has a default."""

    modules = ModulesField(
        label=_("Modules"),
        queryset=Module.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one module.")},
    )
    title_it = forms.CharField(label=_("Title (Italian)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200)
    summary_it = forms.CharField(
        label=_("In a few words (Italian)"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    summary_en = forms.CharField(
        label=_("In a few words (English)"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    code = forms.SlugField(
        label=_("Code"), max_length=50, help_text=_("Part of its address, and of its certificates; never changed.")
    )
    first_day = day_field(_("First day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("weekdays", "On"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    starts = clock_field(pgettext_lazy("time of day", "From"))
    ends = clock_field(pgettext_lazy("time of day", "Until"))
    starts_again = clock_field(_("And from"), required=False)
    ends_again = clock_field(_("Until (second time of the day)"), required=False)
    count = whole(
        _("How many sessions"),
        1,
        MOST_SESSIONS,
        required=False,
        help_text=_("Left empty: as many as the hours of the modules need."),
    )
    days_off = DaysField(
        label=_("Days to leave out"),
        max_length=2000,
        required=False,
        help_text=_("Holidays and the like, one beside the other: 06/01/2027, 29/03/2027."),
    )
    mode = forms.ChoiceField(
        label=pgettext_lazy("session", "Held"), choices=TrainingSession.Mode, widget=forms.RadioSelect
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    room = forms.CharField(
        label=_("Room"), max_length=120, required=False, help_text=_("Shown to confirmed participants only.")
    )
    link = forms.URLField(
        label=_("Link"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Shown to confirmed participants only."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the place"), choices=time_zone_choices)
    instructors = KnownObjectsField(
        label=_("Instructors"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    seats = whole(_("Seats for everybody"), 1, MOST_SEATS)
    audience = forms.ChoiceField(label=_("For"), choices=Offering._meta.get_field("audience").choices or [])
    taught_in = forms.ChoiceField(label=_("Language"), choices=Offering.TaughtIn)
    needs_approval = forms.BooleanField(label=_("A coordinator approves every application"), required=False)
    funding_line = forms.ModelChoiceField(
        label=_("Funding line"),
        queryset=FundingLine.objects.all(),
        required=False,
        help_text=_("Needed before it is published: it says which attendance is asked for."),
    )
    apply_days = whole(_("Applications end so many days before the first session"), 0, 365, required=False)
    withdraw_days = whole(_("Withdrawing asks for a reason from so many days before"), 0, 365, required=False)
    queue_order = forms.ChoiceField(label=_("Order of the queue"), choices=Offering.QueueOrder)
    offer_hours = whole(_("Hours for which a seat that became free is kept for the next"), 1, 720)

    def __init__(self, *args: Any, course: Course, today: date, words: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["modules"].words = words
        fields["modules"].queryset = Module.objects.offered().filter(course=course).order_by("code")
        fields["instructors"].queryset = instructors_today(today)

    def clean(self) -> dict[str, Any]:
        """Look at what belongs together: the times of a day, and a likely first day."""
        data: dict[str, Any] = super().clean() or {}
        first = data.get("first_day")
        if first and not EARLIEST <= first < LATEST:
            self.add_error("first_day", _("Look at the year of the day again."))
        for start, end in (("starts", "ends"), ("starts_again", "ends_again")):
            self._look_at_times(data.get(start), data.get(end), end)
        if data.get("ends") and data.get("starts_again") and data["starts_again"] < data["ends"]:
            self.add_error("starts_again", _("The second time of the day begins before the first one ends."))
        return data

    def _look_at_times(self, start: time | None, end: time | None, name: str) -> None:
        if (start is None) != (end is None) and name == "ends_again":
            self.add_error(name, _("Give both times, or none."))
        elif start and end and end <= start:
            self.add_error(name, _("It ends before it begins: correct one of the two times."))

    @property
    def pattern(self) -> Pattern:
        """When its sessions are."""
        data = self.cleaned_data
        times = [(data["starts"], data["ends"]), (data.get("starts_again"), data.get("ends_again"))]
        return Pattern(
            first_day=data["first_day"],
            weekdays=frozenset(data["weekdays"]),
            times=tuple((start, end) for start, end in times if start and end),
            days_off=data["days_off"],
            count=data["count"],
        )

    def columns(self, first: datetime | None) -> dict[str, Any]:
        """Return the columns of the offering; deadlines count back from the first session."""
        data = self.cleaned_data
        days = {"apply_until": data["apply_days"], "withdraw_until": data["withdraw_days"]}
        deadlines = {
            name: moved_by_days(first, timedelta(days=-back), data["time_zone"])
            for name, back in days.items()
            if first and back is not None
        }
        return {name: data[name] for name in COLUMNS} | deadlines


class SessionRowForm(forms.Form):
    """One session of the proposal: which module, when, taught by whom."""

    module = forms.ChoiceField(label=_("Module"))
    day = day_field(_("Day"))
    starts = clock_field(pgettext_lazy("time of day", "From"))
    ends = clock_field(pgettext_lazy("time of day", "Until"))
    teacher = forms.ChoiceField(label=_("Taught by"), required=False)

    def __init__(
        self,
        *args: Any,
        modules: list[tuple[str, str]],
        teachers: list[tuple[str, Any]],
        zone: str = "Europe/Rome",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["module"].choices = [("", "–"), *modules]
        fields["teacher"].choices = teachers
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        """Turn the local times into moments; what they cannot mean is told at their field."""
        data: dict[str, Any] = super().clean() or {}
        if {"day", "starts", "ends"} <= data.keys():
            for name in ("starts", "ends"):
                try:
                    data[f"{name}_at"] = moment_of(data["day"], data[name], self.zone)
                except ValidationError as error:
                    self.add_error(name, error)
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("It ends before it begins: correct one of the two times."))
        return data

    @property
    def sitting(self) -> Sitting:
        """The session as the rule of dates knows it."""
        data = self.cleaned_data
        return Sitting(data["module"], data["day"], data["starts"], data["ends"])


SessionRows = forms.formset_factory(
    SessionRowForm, extra=1, can_delete=True, max_num=MOST_SESSIONS, absolute_max=MOST_SESSIONS
)


class CopyForm(forms.Form):
    """From when the copy is held, and what it is called."""

    first_day = day_field(
        _("First day"), help_text=_("The first session is on this day, or on the next one that is the same weekday.")
    )
    code = forms.SlugField(label=_("Code"), max_length=50)

    def clean_first_day(self) -> date:
        """Refuse a year that is surely a slip."""
        day: date = self.cleaned_data["first_day"]
        if not EARLIEST <= day < LATEST:
            raise ValidationError(_("Look at the year of the day again."))
        return day
