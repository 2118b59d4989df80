"""The form of an application, made from the questions of its call; whether it is complete, the action says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from lms.needs.models import Competence
from lms.pages.uploads import ACCEPT
from lms.people.models import Role, User

from .apply_actions import Typed
from .models import Application, Call, Question
from .words import ANSWERS

Kind = Question.Kind
MOST_COMPETENCES = 6


class ApplyForm(forms.Form):
    """One field per question; competences are pairs of a choice and what shows it."""

    def __init__(
        self, *args: Any, call: Call, person: User, application: Application | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(call.questions.all())
        self.pairs: list[tuple[str, str]] = []
        self._add_cluster(call, person, application)
        answers = {one.question_id: one for one in application.answers.all()} if application else {}
        for question in self.questions:
            if question.kind == Kind.COMPETENCES:
                self._add_competences(application)
            else:
                self.fields[f"q{question.pk}"] = _field_of(question, answers.get(question.pk))

    def _add_cluster(self, call: Call, person: User, application: Application | None) -> None:
        clusters = [(str(one.pk), one.name) for one in person.clusters_as(Role.CLUSTER_MANAGER)]
        if not clusters or not call.of_a_cluster:
            return
        own = str(application.cluster_id) if application and application.cluster_id else clusters[0][0]
        field = forms.ChoiceField(label=_("You apply for"), choices=clusters, initial=own)
        if len(clusters) == 1:
            field.widget = forms.HiddenInput()
        self.fields["cluster"] = field

    def _add_competences(self, application: Application | None) -> None:
        if self.pairs:  # one such question holds them all
            return
        claimed = [(str(one.competence_id), one.evidence) for one in application.expertise.all()] if application else []
        choices = [("", _("Choose")), *((str(one.pk), str(one)) for one in Competence.objects.all())]
        for number in range(MOST_COMPETENCES):
            chosen, evidence = claimed[number] if number < len(claimed) else ("", "")
            names = (f"competence_{number}", f"evidence_{number}")
            label = _("Competence %(number)s") % {"number": number + 1}
            self.fields[names[0]] = forms.ChoiceField(label=label, choices=choices, initial=chosen, required=False)
            self.fields[names[1]] = _long(_("What shows it"), 1000, 2, initial=evidence)
            self.pairs.append(names)

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a pair, and each competence once."""
        data, seen = super().clean() or self.cleaned_data, set()
        for choice, evidence in self.pairs:
            chosen, shown = data.get(choice), data.get(evidence)
            if chosen and not shown:
                self.add_error(evidence, _("Say what shows this competence."))
            if shown and not chosen:
                self.add_error(choice, _("Choose the competence that this shows."))
            if chosen and chosen in seen:
                self.add_error(choice, _("This competence stands above already: choose another one."))
            seen.add(chosen)
        return data

    @property
    def typed(self) -> Typed:
        """What was filled in, as the actions take it."""
        data = self.cleaned_data
        plain = [one for one in self.questions if one.kind != Kind.COMPETENCES]
        return Typed(
            cluster=int(data["cluster"]) if data.get("cluster") else None,
            texts={one.pk: data.get(f"q{one.pk}") or "" for one in plain if one.kind != Kind.FILE},
            files={one.pk: data.get(f"q{one.pk}") for one in plain if one.kind == Kind.FILE},
            expertise={int(data[choice]): data[evidence] for choice, evidence in self.pairs if data.get(choice)},
        )

    def rows(self) -> Sequence[Any]:
        """Yield what the template shows, in the order of the questions: a field, or the question with its pairs."""
        rows: list[Any] = [{"field": self["cluster"]}] if "cluster" in self.fields else []
        for question in self.questions:
            if question.kind != Kind.COMPETENCES:
                rows.append({"field": self[f"q{question.pk}"]})
            elif not any("pairs" in row for row in rows):
                pairs = [(self[choice], self[evidence]) for choice, evidence in self.pairs]
                rows.append({"question": question, "pairs": pairs})
        return rows

    def tell_files(self, application: Application | None) -> None:
        """Say which files have been kept in the meantime."""
        for answer in application.answers.exclude(file="") if application else []:
            question = next(one for one in self.questions if one.pk == answer.question_id)
            self[f"q{question.pk}"].help_text = _file_help(question, answer)

    def add_refusal(self, error: Any) -> None:
        """Put what the action refused beside its field; what has none stands above the form."""
        for name, sentences in getattr(error, "message_dict", {None: error.messages}).items():
            first = self.pairs[0][0] if self.pairs else None
            self.add_error(name if name in self.fields else (first if name and name[0] == "q" else None), sentences)


def _field_of(question: Question, answer: Any) -> forms.Field:
    """Return the field of a question; nothing is required by the form, since drafts are kept as they are."""
    common: dict[str, Any] = {"label": question.label, "help_text": question.help, "required": False}
    if not question.required and not question.must_be_yes:
        common["label"] = _("%(question)s (optional)") % {"question": question.label}
    if question.kind == Kind.FILE:
        return _file_field(question, answer, common)
    common["initial"] = answer.text if answer else ""
    if question.kind == Kind.LONG:
        return _long(rows=7, longest=5000, **common)
    if question.kind == Kind.TEXT:
        return forms.CharField(max_length=300, **common)
    choices = ANSWERS if question.kind == Kind.YES_NO else question.choices
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _file_field(question: Question, answer: Any, common: dict[str, Any]) -> forms.Field:
    common["help_text"] = _file_help(question, answer)
    widget = forms.FileInput(attrs={"accept": ACCEPT})
    return forms.FileField(allow_empty_file=True, max_length=None, widget=widget, **common)


def _file_help(question: Question, answer: Any) -> str:
    there = _("Handed over: %(name)s. Choose a file only to replace it.") % {"name": answer.filename} if answer else ""
    kinds = _("PDF, picture, text or office document of at most 10 MB.")
    return " ".join(part for part in (str(question.help), kinds, there) if part)


def _long(label: Any, longest: int, rows: int, **common: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "maxlength": longest})
    return forms.CharField(label=label, max_length=longest, widget=area, **{"required": False, **common})
