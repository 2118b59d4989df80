"""What an application says, for whoever may read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .grid import grid_of
from .models import Answer, Application, Question
from .permissions import assessor_of, can_run_calls
from .words import ANSWERS


@dataclass(frozen=True)
class Said:
    """A question and what was answered: a text, a file, or competences with evidence."""

    question: Question
    text: str = ""
    answer: Answer | None = None
    expertise: tuple[Any, ...] = ()


def what_is_said(application: Application) -> list[Said]:
    """Return every question with its answer, in order; three queries."""
    answers = {one.question_id: one for one in application.answers.all()}
    expertise = tuple(application.expertise.select_related("competence"))
    said = []
    for question in application.call.questions.all():
        answer = answers.get(question.pk)
        if question.kind == Question.Kind.COMPETENCES:
            said.append(Said(question, expertise=expertise))
        elif question.kind == Question.Kind.FILE:
            said.append(Said(question, answer=answer))
        else:
            said.append(Said(question, text=_shown(question, answer.text if answer else "")))
    return said


def _shown(question: Question, text: str) -> str:
    """Return an answer in the reader's words."""
    if question.kind == Question.Kind.YES_NO:
        return str(dict(ANSWERS).get(text, text))
    return dict(question.choices).get(text, text) if question.kind == Question.Kind.CHOICE else text


def may_read_files(user: Any, application: Application, now: datetime) -> bool:
    """Say whether the person may have the files: the applicant, a coordinator, an assessor without a conflict."""
    if application.person_id == user.pk or (can_run_calls(user) and application.status != "draft"):
        return True
    assessor = assessor_of(user, application.call)
    if assessor is None or application.call.status not in ("scoring", "scored", "decided"):
        return False
    return any(cell.conflict is None for cell in grid_of(application.call, now, only=application).of(assessor))
