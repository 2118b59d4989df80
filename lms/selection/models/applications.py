"""Applications with their answers and files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.clusters.models import Cluster
from lms.needs.models import Competence

from .calls import Call, Question


class Application(models.Model):
    """One person in one call, once: who withdrew and comes back takes up the same row.

    `key` is random and stands for the person in the lot and in addresses.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("application", "Draft")
        SUBMITTED = "submitted", pgettext_lazy("application", "Handed in")
        INELIGIBLE = "ineligible", pgettext_lazy("application", "Not eligible")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, verbose_name=_("call"), related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("applicant"), related_name="applications"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, verbose_name=_("cluster"), related_name="applications", null=True, blank=True
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    started_at = models.DateTimeField(_("started at"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    status_at = models.DateTimeField(_("in this state since"))
    ineligible_reason = models.CharField(_("why not eligible"), max_length=1000, blank=True)
    ineligible_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["call", "submitted_at", "pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="one_application_per_call_and_person"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="handed_in_application_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="ineligible") & ~Q(ineligible_reason="")
                | ~Q(status="ineligible") & Q(ineligible_reason="", ineligible_by=None),
                name="ineligible_application_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def counts(self) -> bool:
        """Whether it is scored and ranked."""
        return self.status == self.Status.SUBMITTED


def path_of(answer: "Answer", filename: str) -> str:
    """Return where a file lies: nothing of its name but the ending."""
    return f"selection/{filename}"


class Answer(models.Model):
    """What one applicant answered to one question: a text, "yes" or "no", the number of a choice, or a file."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, verbose_name=_("application"), related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, verbose_name=_("question"), related_name="answers")
    text = models.TextField(_("answer"), max_length=5000, blank=True)
    file = models.FileField(_("file"), upload_to=path_of, blank=True)
    filename = models.CharField(_("name of the file"), max_length=200, blank=True)

    class Meta:
        ordering = ["application", "question__position", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="one_answer_per_question"),
            models.CheckConstraint(condition=~Q(text="") | ~Q(file=""), name="answer_says_something"),
        ]

    def __str__(self) -> str:
        return self.filename or self.text[:50]


class Expertise(models.Model):
    """A competence that the applicant claims, with what shows it."""

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name=_("application"), related_name="expertise"
    )
    competence = models.ForeignKey(
        Competence, models.PROTECT, verbose_name=_("competence"), related_name="claimed_expertise"
    )
    evidence = models.TextField(_("what shows it"), max_length=1000)

    class Meta:
        ordering = ["application", "competence"]
        verbose_name = _("expertise")
        verbose_name_plural = _("expertise")
        constraints = [
            models.UniqueConstraint(fields=["application", "competence"], name="competence_claimed_once"),
            models.CheckConstraint(condition=~Q(evidence=""), name="expertise_is_shown"),
        ]

    def __str__(self) -> str:
        return str(self.competence)
