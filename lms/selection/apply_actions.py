"""Every write about one's own application, and whether a coordinator lets it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.pages.uploads import CheckedUpload, checked_upload
from lms.people.models import User

from .asking import asked_of, asking_of, wanted_of
from .eligibility import Obstacle, cluster_obstacle, disqualifying, obstacles, unanswered
from .held import hold_application, hold_call, only_coordinators, required
from .models import Answer, Application, Call, Expertise, Place, Question
from .notices import tell_applicant
from .places import fill_places
from .words import refusal

Status = Application.Status
FILE, COMPETENCES = Question.Kind.FILE, Question.Kind.COMPETENCES


@dataclass
class Typed:
    """What somebody filled in: texts and uploads by the key of the question, evidence by the key of the competence."""

    cluster: int | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, Any] = field(default_factory=dict)
    expertise: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def save_application(*, call: Call, typed: Typed, by: User, now: datetime) -> Application:
    """Keep a draft, complete or not. Raises ValidationError for whoever cannot apply."""
    held = hold_call(call.pk)
    application = _own(held, by, now)
    if application.status in (Status.SUBMITTED, Status.INELIGIBLE):
        raise ValidationError(refusal(Obstacle.HANDED_IN, held), code="handed_in")
    application.status, application.status_at = Status.DRAFT, now
    _write(application, typed, by)
    return application


@transaction.atomic
def submit_application(*, call: Call, typed: Typed, by: User, now: datetime) -> Application:
    """Hand in a complete application; until the call closes the same again replaces it, and the last time counts.

    Raises ValidationError, per field of the form (`q<key>`, `cluster`), for what is missing.
    """
    held = hold_call(call.pk)
    application = _own(held, by, now)
    if application.status == Status.INELIGIBLE:
        raise ValidationError(refusal(Obstacle.HANDED_IN, held), code="handed_in")
    _refuse_incomplete(application, typed)
    application.submitted_at = application.status_at = now
    application.status = Status.SUBMITTED
    _write(application, typed, by)
    log(instance=application, action="selection.submit", user=by)
    tell_applicant("received", application, now)
    return application


def _own(call: Call, by: User, now: datetime) -> Application:
    """Return the person's application under the lock, a new one unsaved; refuse whoever cannot apply."""
    in_the_way = obstacles(asked_of(call), asking_of(by, call), now)
    if in_the_way:
        raise ValidationError([ValidationError(refusal(code, call), code=code) for code in in_the_way])
    found = Application.objects.filter(call=call, person=by).first()
    if found is None:
        return Application(call=call, person=by, started_at=now, status_at=now)
    found.call = call
    return found


def _write(application: Application, typed: Typed, by: User) -> None:
    """Write the answers that belong to the call; what is empty leaves no row, a file stays until another comes."""
    wrong = cluster_obstacle(asked_of(application.call), asking_of(by, application.call), typed.cluster)
    if wrong and (typed.cluster or application.status == Status.SUBMITTED):
        raise ValidationError({"cluster": refusal(wrong, application.call)})
    application.cluster_id = typed.cluster
    application.save()
    there = {answer.question_id: answer for answer in application.answers.all()}
    uploads = {key: _checked(key, file) for key, file in typed.files.items() if file}
    for question in application.call.questions.all():
        answer = there.get(question.pk) or Answer(application=application, question=question)
        if question.kind != FILE and question.kind != COMPETENCES:
            _keep_text(answer, typed.texts.get(question.pk, "").strip())
        elif question.pk in uploads:
            _keep_file(answer, uploads[question.pk])
    application.expertise.all().delete()
    claimed = [Expertise(application=application, competence_id=pk, evidence=e) for pk, e in typed.expertise.items()]
    Expertise.objects.bulk_create(claimed)


def _keep_text(answer: Answer, text: str) -> None:
    if text:
        answer.text = text
        answer.save()
    elif answer.pk:
        answer.delete()


def _checked(question: int, file: Any) -> CheckedUpload:
    """Check an upload before any is kept; the sentence stands beside its field."""
    try:
        return checked_upload(file)
    except ValidationError as error:
        raise ValidationError({f"q{question}": error.messages}) from error


def _keep_file(answer: Answer, checked: CheckedUpload) -> None:
    old, storage = answer.file.name, answer.file.storage
    answer.filename = checked.name
    answer.file.save(f"{answer.key}{PurePath(checked.name).suffix[:10].lower()}", checked.file, save=False)
    answer.save()
    if old:
        transaction.on_commit(lambda: storage.delete(old))


def _refuse_incomplete(application: Application, typed: Typed) -> None:
    """Raise ValidationError for each question that is not answered, or answered so that nobody is eligible."""
    questions = list(application.call.questions.all())
    kept = {one.question_id: one.filename for one in application.answers.all()} if application.pk else {}
    answers = {key: text.strip() for key, text in typed.texts.items()}
    answers |= {
        one.pk: kept.get(one.pk, "") or str(typed.files.get(one.pk) or "") for one in questions if one.kind == FILE
    }
    answers |= {one.pk: "yes" for one in questions if one.kind == COMPETENCES and typed.expertise}
    wanted = wanted_of(questions)
    wrong = {f"q{key}": _("Answer this before you hand in.") for key in unanswered(wanted, answers)}
    wrong |= {f"q{key}": _("Without “yes” here nobody is eligible.") for key in disqualifying(wanted, answers)}
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def withdraw_application(*, application: Application, by: User, now: datetime) -> Application:
    """Take back one's application; after the decision the place goes to the next in reserve."""
    if by.pk != application.person_id:
        raise PermissionDenied
    found = hold_application(application)
    if found.call.status == Call.Status.CANCELLED or found.status in (Status.WITHDRAWN, Status.INELIGIBLE):
        return found
    place = Place.objects.filter(application=found).first()
    if place and place.holds:
        place.status = Place.Status.WITHDRAWN if place.status == Place.Status.ACCEPTED else Place.Status.DECLINED
        place.answered_at, place.answered_by = now, by
        place.save()
    found.status, found.status_at = Status.WITHDRAWN, now
    found.save()
    log(instance=found, action="selection.withdraw", user=by)
    fill_places(found.call, now)
    return found


DECIDABLE = (Call.Status.PUBLISHED, Call.Status.SCORING, Call.Status.SCORED)


@transaction.atomic
def mark_ineligible(*, application: Application, reason: str, by: User, now: datetime) -> Application:
    """Leave an application out of scoring and ranking, with the reason that the applicant reads."""
    only_coordinators(by)
    found = hold_application(application, *DECIDABLE)
    if found.status != Status.SUBMITTED:
        return found
    text = required(reason, _("Say why the application is not eligible: the applicant reads it."), 1000)
    found.status, found.status_at, found.ineligible_reason, found.ineligible_by = Status.INELIGIBLE, now, text, by
    found.save()
    log(instance=found, action="selection.ineligible", user=by, data={"reason": text})
    tell_applicant("ineligible", found, now)
    return found


@transaction.atomic
def mark_eligible(*, application: Application, by: User, now: datetime) -> Application:
    """Let an application in again that was left out, as long as it can be scored."""
    only_coordinators(by)
    found = hold_application(application, Call.Status.PUBLISHED, Call.Status.SCORING)
    if found.status != Status.INELIGIBLE:
        return found
    found.status, found.status_at, found.ineligible_reason, found.ineligible_by = Status.SUBMITTED, now, "", None
    found.save()
    log(instance=found, action="selection.eligible", user=by)
    tell_applicant("eligible", found, now)
    return found
