"""Shape of a rating of all competences on one form; rules are in the action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Competence, CompetenceTarget, Mastery
from .rating_actions import Judgement

NOT_RATED = [("", _("not rated yet"))]


def levels() -> list[tuple[int, str]]:
    """Return the scale with its words, in the reader's language."""
    return [(level.value, f"{level.value} – {level.label}") for level in Mastery]


@dataclass(frozen=True)
class RatedField:
    """The two fields of one competence, and its target if it has one."""

    competence: Competence
    target: CompetenceTarget | None
    level: forms.BoundField
    note: forms.BoundField


class RateForm(forms.Form):
    """A level and a note for each competence; targets and what was said last go by the key of the competence."""

    def __init__(
        self,
        *args: Any,
        competences: Sequence[Competence],
        targets: Mapping[int, CompetenceTarget],
        before: Mapping[int, Judgement],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.competences, self.targets = competences, targets
        for competence in competences:
            said = before.get(competence.pk)
            self.fields[f"level_{competence.pk}"] = _level_field(competence, said)
            self.fields[f"note_{competence.pk}"] = _note_field(competence, said)

    def clean(self) -> dict[str, Any]:
        """Ask for the level of a competence that only has a note."""
        cleaned = super().clean() or {}
        for competence in self.competences:
            level, note = cleaned.get(f"level_{competence.pk}"), cleaned.get(f"note_{competence.pk}")
            if note and level is None and f"level_{competence.pk}" not in self.errors:
                self.add_error(f"level_{competence.pk}", _("Choose a level too: a note alone is no rating."))
        return cleaned

    @property
    def expected(self) -> list[RatedField]:
        """The fields of competences with a target."""
        return [row for row in self._rows if row.target]

    @property
    def others(self) -> list[RatedField]:
        """The fields of the rest of the vocabulary."""
        return [row for row in self._rows if not row.target]

    @property
    def shows_others(self) -> bool:
        """Whether the rest is unfolded: it holds a mistake or a rating, or there is nothing else."""
        rows = self.others
        return not self.expected or any(row.level.value() not in ("", None) or row.level.errors for row in rows)

    @cached_property
    def _rows(self) -> list[RatedField]:
        return [
            RatedField(it, self.targets.get(it.pk), self[f"level_{it.pk}"], self[f"note_{it.pk}"])
            for it in self.competences
        ]

    def judgements(self) -> dict[int, Judgement]:
        """Return what the action asks for, of a valid form."""
        data = self.cleaned_data
        return {it.pk: Judgement(data[f"level_{it.pk}"], data[f"note_{it.pk}"]) for it in self.competences}


def _level_field(competence: Competence, said: Judgement | None) -> forms.Field:
    """A competence that was rated stays rated."""
    return forms.TypedChoiceField(
        label=str(competence),
        choices=levels() if said else [*NOT_RATED, *levels()],
        coerce=int,
        empty_value=None,
        required=False,
        initial=said.level if said else "",
        error_messages={"invalid_choice": _("Choose a level from the list.")},
    )


def _note_field(competence: Competence, said: Judgement | None) -> forms.Field:
    return forms.CharField(
        label=gettext("Note on %(competence)s") % {"competence": competence},
        max_length=500,
        required=False,
        initial=said.note if said else "",
        error_messages={"max_length": _("A note has at most 500 characters.")},
    )
