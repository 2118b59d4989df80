"""Shape of what coordinators type about an offering and its sessions; rules are in the actions."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.models import Role, RoleGrant, User
from lms.people.profile_form import time_zone_choices
from lms.staff_submissions import KnownObjectsField

from .change_meanwhile import as_seen
from .local_times import clock_at
from .models import Offering, OfferingPart, TrainingSession
from .offering_actions import CHANGEABLE
from .session_dates import EARLIEST, LATEST, moment_of
from .session_facts import SessionFacts, facts_of, plain

WORDS = ("mode", "place", "room", "link", "title_it", "title_en", "time_zone")


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def clock_field(label: Any, **more: Any) -> forms.TimeField:
    """Return a field for a time of the day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


def seen_field() -> forms.CharField:
    """Return the field that says what the form showed, so that nothing is undone that somebody else changed since."""
    return forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)


def instructors_today(today: Any, also: Any = ()) -> Any:
    """Return who holds the role Instructor on that day, and these others too: who taught stays, account or not."""
    grants = RoleGrant.objects.active(today).filter(role=Role.INSTRUCTOR)
    holding = Q(pk__in=grants.values("user"), is_active=True)
    return User.objects.filter(holding | Q(pk__in=also)).order_by("last_name", "first_name", "pk")


class SessionForm(forms.Form):
    """One session: day and times as the clock on the wall shows them at the place."""

    part = forms.TypedChoiceField(label=_("Module"), coerce=int)
    day = day_field(_("Day"))
    starts = clock_field(pgettext_lazy("time of day", "From"))
    ends = clock_field(pgettext_lazy("time of day", "Until"))
    time_zone = forms.ChoiceField(
        label=_("Time zone of the place"), choices=time_zone_choices, help_text=_("The times above are of this place.")
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
    instructors = KnownObjectsField(
        label=_("Instructors"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    title_it = forms.CharField(
        label=_("Title of its own, in Italian"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is called as its module."),
    )
    title_en = forms.CharField(label=_("Title of its own, in English"), max_length=200, required=False)
    seen = seen_field()
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        help_text=_("The people who are told read it. Needed once the session has begun."),
    )

    def __init__(
        self, *args: Any, parts: list[OfferingPart], today: Any, session: TrainingSession | None = None, **kwargs: Any
    ) -> None:
        initial = typed(session) if session else {}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(part.pk, str(part)) for part in parts]  # type: ignore[attr-defined]  # a ChoiceField
        present = initial.get("instructors", [])
        self.fields["instructors"].queryset = instructors_today(today, present)  # type: ignore[attr-defined]  # a ModelMultipleChoiceField

    def clean(self) -> dict[str, Any]:
        """Turn the local times into moments; what they cannot mean is told at their field."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors.keys() & {"day", "starts", "ends", "time_zone"}:
            for name in ("starts", "ends"):
                self._moment(data, name)
        return data

    def _moment(self, data: dict[str, Any], name: str) -> None:
        if "day" not in data:
            return
        try:
            data[f"{name}_at"] = moment_of(data["day"], data[name], data["time_zone"])
        except ValidationError as error:
            self.add_error("day" if error.code == "year" else name, error)

    @property
    def facts(self) -> SessionFacts:
        """What was typed, as values."""
        data = self.cleaned_data
        return SessionFacts(
            part=data["part"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            instructors=tuple(sorted(person.pk for person in data["instructors"])),
            **{name: data[name].strip() for name in WORDS},
        )


def typed(session: TrainingSession) -> dict[str, Any]:
    """Return a session as its form shows it."""
    people = [person.pk for person in session.instructors.all()]
    day, starts = clock_at(session.starts_at, session.time_zone)
    _day, ends = clock_at(session.ends_at, session.time_zone)
    return {name: getattr(session, name) for name in WORDS} | {
        "part": session.part_id,
        "day": day,
        "starts": starts,
        "ends": ends,
        "instructors": people,
        "seen": as_seen(plain(facts_of(session, people))),
    }


class OfferingForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What is said of an offering as a whole; its seats are changed with its people. Times are of its place."""

    class Meta:
        model = Offering
        fields = CHANGEABLE
        widgets = {
            "summary_it": forms.Textarea(attrs={"rows": 3, "lang": "it"}),
            "summary_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
            "title_it": forms.TextInput(attrs={"lang": "it"}),
            "title_en": forms.TextInput(attrs={"lang": "en"}),
            "apply_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "withdraw_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
        labels = {"needs_approval": _("A coordinator approves every application")}

    seen = seen_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = as_seen({name: getattr(self.instance, name) for name in CHANGEABLE})

    def clean_apply_until(self) -> datetime | None:
        """Refuse a year that is surely a slip."""
        return _likely(self.cleaned_data["apply_until"])

    def clean_withdraw_until(self) -> datetime | None:
        """Refuse a year that is surely a slip."""
        return _likely(self.cleaned_data["withdraw_until"])


def _likely(moment: datetime | None) -> datetime | None:
    if moment is not None and not EARLIEST.year <= moment.year < LATEST.year:
        raise ValidationError(_("Look at the year of the day again."))
    return moment


class ReasonForm(forms.Form):
    """Why something is cancelled."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=_("Everybody concerned reads it."),
    )
