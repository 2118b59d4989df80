"""The roll call as a form: for each participant a choice, minutes, a note and a reason; rules are in the actions."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .left_words import left_words
from .models import AttendanceEntry, Enrolment
from .register_actions import LONGEST_TOPICS
from .register_reading import RegisterSheet
from .register_rules import ABSENT, LONGEST, PRESENT, Mark, Said, is_late_entry
from .register_words import FAULTS, said_words

PARTLY = "partly"
CHOICES = [(PRESENT, _("Present")), (PARTLY, _("Late or left early")), (ABSENT, _("Absent"))]
NUMBER_WANTED = _("Give whole minutes, from 0 to 1440.")
Evidence = AttendanceEntry.Evidence


@dataclass(frozen=True)
class RollRow:
    """One participant with the form's fields, the line that counts, and the mistakes; `left`: since when gone."""

    enrolment: Enrolment
    entry: AttendanceEntry | None
    saved: str
    words: str
    fields: dict[str, Any]
    seen: int
    errors: list[str]
    left: str = ""

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.fields["state"].value() or "")

    @property
    def is_open(self) -> bool:
        """Whether the note is unfolded: there is one."""
        return bool(self.fields["note"].value())


class RollCallForm(forms.Form):
    """Fields go by the enrolment's key; what stands in the register already is chosen."""

    evidence = forms.ChoiceField(
        label=_("How attendance was taken"),
        choices=[(kind.value, kind.label) for kind in (Evidence.ROLL_CALL, Evidence.SIGNATURE, Evidence.PAPER)],
        initial=Evidence.ROLL_CALL,
    )
    why = forms.CharField(label=_("Why it is written down only now"), max_length=500, required=False)

    def __init__(self, *args: Any, sheet: RegisterSheet, is_coordinator: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.stale = sheet, set[int]()
        self.markable = sheet.markable(is_coordinator=is_coordinator)
        for pk in self.markable:
            self.fields |= {f"{name}_{pk}": field for name, field in _fields(_state(sheet, pk)).items()}

    choices = CHOICES

    @property
    def marks_everybody(self) -> bool:
        """Whether whoever is not marked is meant to be present."""
        return "everybody" in self.data

    def clean(self) -> dict[str, Any]:
        """Ask for the choice where there are only minutes or a note, and for the minutes of who was there in part."""
        data = super().clean() or {}
        for pk in self.markable:
            state = data.get(f"state_{pk}")
            minutes = data.get(f"late_{pk}") or data.get(f"early_{pk}")
            if state == PARTLY and not minutes and not self._is_wrong(pk):
                self.add_error(f"late_{pk}", _("Say how many minutes late, or how many before the end."))
            if not state and (minutes or data.get(f"note_{pk}")) and not self.marks_everybody:
                self.add_error(f"state_{pk}", _("Choose present or absent too."))
        if any(name.startswith("state_") and name not in self.fields for name in self.data):
            self.add_error(None, FAULTS["unknown"]())
        return data

    def marks(self) -> list[Mark]:
        """Return what the action asks for, of a valid form."""
        return [self._mark(pk) for pk in self.markable if self._chosen(pk)]

    def refuse(self, error: ValidationError, sheet: RegisterSheet) -> None:
        """Put each mistake beside its row, and what somebody else has written meanwhile in sight."""
        self.sheet = sheet
        self.__dict__.pop("rows", None)
        self.__dict__.pop("kept", None)
        for one in error.error_list:
            pk = (one.params or {}).get("enrolment")
            field = f"state_{pk}" if f"state_{pk}" in self.fields else None
            self.add_error(field, one.messages[0])
            if one.code == "conflict" and pk is not None:
                self.stale.add(pk)

    @cached_property
    def rows(self) -> list[RollRow]:
        """One per participant who can be marked, by name."""
        return [self._row(one) for pk, one in self.sheet.participants.items() if pk in self.markable]

    @cached_property
    def kept(self) -> list[RollRow]:
        """What stands there of those who left, where the reader may not correct it."""
        return [self._kept(one) for pk, one in self.sheet.participants.items() if pk not in self.markable]

    @property
    def everybody(self) -> list[RollRow]:
        """All of them, to be read, by name."""
        by_key = {row.enrolment.pk: row for row in [*self.rows, *self.kept]}
        return [by_key[pk] for pk in self.sheet.participants if pk in by_key]

    @property
    def marked(self) -> int:
        """How many are marked."""
        return sum(bool(row.value) for row in self.rows)

    def asks_why(self, now: Any) -> bool:
        """Say whether it is so late that the reason is asked for."""
        return is_late_entry(self.sheet.held, now) and any(not row.entry for row in self.rows)

    def _row(self, enrolment: Enrolment) -> RollRow:
        pk = enrolment.pk
        entry = self.sheet.current(pk)
        said = self.sheet.said(entry)
        fields = {name: self[f"{name}_{pk}"] for name in ("state", "late", "early", "note", "reason", "seen")}
        number = entry.number if entry else 0
        seen = number if pk in self.stale or not self.is_bound else fields["seen"].value() or 0
        errors = [str(message) for field in fields.values() for message in field.errors]
        words = said_words(said) if said else ""
        return RollRow(enrolment, entry, _choice(said), words, fields, seen, errors, self._left(enrolment))

    def _kept(self, enrolment: Enrolment) -> RollRow:
        entry = self.sheet.current(enrolment.pk)
        said = self.sheet.said(entry)
        words = said_words(said) if said else ""
        return RollRow(enrolment, entry, _choice(said), words, {}, 0, [], self._left(enrolment))

    def _left(self, enrolment: Enrolment) -> str:
        return left_words(enrolment, self.sheet.session.offering)

    def _chosen(self, pk: int) -> str:
        return str(self.cleaned_data[f"state_{pk}"] or (PRESENT if self.marks_everybody else ""))

    def _mark(self, pk: int) -> Mark:
        data, chosen = self.cleaned_data, self._chosen(pk)
        partly = chosen == PARTLY
        seen = data[f"seen_{pk}"] or 0
        return Mark(
            enrolment=pk,
            state=ABSENT if chosen == ABSENT else PRESENT,
            late=(data[f"late_{pk}"] or 0) if partly else 0,
            early=(data[f"early_{pk}"] or 0) if partly else 0,
            note=data[f"note_{pk}"],
            reason=data[f"reason_{pk}"] or ("" if seen else data["why"]),
            seen=seen,
        )

    def _is_wrong(self, pk: int) -> bool:
        return any(f"{name}_{pk}" in self.errors for name in ("late", "early"))


class SignOffForm(forms.Form):
    """What was taught."""

    topics = forms.CharField(
        label=_("Topics taught"),
        help_text=_("They stand in the register above your signature."),
        max_length=LONGEST_TOPICS,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_TOPICS}),
        error_messages={"required": _("Say which topics were taught: they stand in the register.")},
    )


def _state(sheet: RegisterSheet, pk: int) -> dict[str, Any]:
    """Return what the fields of a participant hold at first."""
    entry = sheet.current(pk)
    said = sheet.said(entry)
    if entry is None or said is None:
        return {"seen": 0}
    values = {"state": _choice(said), "late": said.late or None, "early": said.early or None}
    return values | {"note": said.note, "seen": entry.number}


def _choice(said: Said | None) -> str:
    if said is None:
        return ""
    return PARTLY if said.late or said.early else said.state


def _fields(initial: dict[str, Any]) -> dict[str, forms.Field]:
    return {
        "state": forms.ChoiceField(
            choices=CHOICES,
            required=False,
            initial=initial.get("state"),
            error_messages={"invalid_choice": _("Choose present, late or left early, or absent.")},
        ),
        "late": _minutes(initial.get("late")),
        "early": _minutes(initial.get("early")),
        "note": forms.CharField(max_length=250, required=False, initial=initial.get("note")),
        "reason": forms.CharField(max_length=500, required=False),
        "seen": forms.IntegerField(min_value=0, max_value=2**31, required=False, initial=initial.get("seen")),
    }


def _minutes(initial: int | None) -> forms.IntegerField:
    mistakes = dict.fromkeys(["invalid", "min_value", "max_value"], NUMBER_WANTED)
    return forms.IntegerField(min_value=0, max_value=LONGEST, required=False, initial=initial, error_messages=mistakes)
