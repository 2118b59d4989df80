"""A call: what is offered, by which criteria and rules it is decided, and what applicants are asked."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.languages import Localised
from lms.people.models import Role
from lms.selection.ranking import Tie


def new_seed() -> str:
    """Return a seed for the lot that nobody chose."""
    return uuid.uuid4().hex


class Call(models.Model):
    """Places for which people apply until a moment, are scored apart by several assessors, ranked and chosen.

    What decides stands here before anybody applies and is shown on the page of the call; from publication on it does
    not change. `scored_at` is when the scoring was closed, and the sheets opened to the other assessors.
    """

    class Kind(models.TextChoices):
        INSTRUCTORS = "instructors", _("Cluster Instructors")
        VISIT = "visit", _("Study visit")

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("call", "Draft")
        PUBLISHED = "published", pgettext_lazy("call", "Published")
        SCORING = "scoring", pgettext_lazy("call", "Being scored")
        SCORED = "scored", pgettext_lazy("call", "Scoring closed")
        DECIDED = "decided", pgettext_lazy("call", "Decided")
        CANCELLED = "cancelled", pgettext_lazy("call", "Cancelled")

    slug = models.SlugField(_("code"), max_length=50, unique=True, help_text=_("Part of its address."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    title_it = models.CharField(_("title (Italian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title = Localised("title")
    text_it = models.TextField(_("text (Italian)"), max_length=6000)
    text_en = models.TextField(_("text (English)"), max_length=6000)
    text = Localised("text")
    opens_at = models.DateTimeField(_("applications from"))
    closes_at = models.DateTimeField(_("applications until"))
    places = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    reserve_size = models.PositiveSmallIntegerField(
        _("length of the reserve list"),
        null=True,
        blank=True,
        help_text=_("Empty: everybody who reaches the least score and has no place."),
    )
    least_per_cluster = models.PositiveSmallIntegerField(
        _("places kept for each cluster"), default=0, validators=[MaxValueValidator(100)]
    )
    most_per_cluster = models.PositiveSmallIntegerField(
        _("most places per cluster"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    least_score = models.PositiveSmallIntegerField(
        _("least score, of 100"), default=60, validators=[MaxValueValidator(100)]
    )
    assessors_needed = models.PositiveSmallIntegerField(
        _("assessors of each application"), default=2, validators=[MinValueValidator(2), MaxValueValidator(9)]
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("hours in which a place is accepted"), default=120, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    of_a_cluster = models.BooleanField(
        _("people apply for a cluster whose manager they are"),
        default=False,
        help_text=_("Places per cluster count only then."),
    )
    lot_seed = models.CharField(_("seed of the lot"), max_length=64, default=new_seed, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("created by"), related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("created at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    scored_at = models.DateTimeField(_("scoring closed at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True, blank=True
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_reason = models.CharField(_("reason of the cancellation"), max_length=500, blank=True)

    class Meta:
        ordering = ["-closes_at", "-pk"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
                violation_error_message=_("Applications end before they begin: correct one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, assessors_needed__gte=2, least_score__lte=100),
                name="call_has_places_and_two_assessors",
            ),
            models.CheckConstraint(
                condition=Q(most_per_cluster=None) | Q(most_per_cluster__gte=F("least_per_cluster")),
                name="most_per_cluster_not_below_the_least",
                violation_error_message=_("The most places per cluster are fewer than those kept for each cluster."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["scored", "decided"], scored_at__isnull=False)
                | Q(status="cancelled")
                | Q(status__in=["draft", "published", "scoring"], scored_at=None),
                name="closed_scoring_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="decided", decided_at__isnull=False) | ~Q(status="decided") & Q(decided_at=None),
                name="decided_call_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at=None, cancelled_reason=""),
                name="cancelled_call_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def is_open(self, now: datetime) -> bool:
        """Say whether applications are taken at that moment; the last one counts."""
        return self.status == self.Status.PUBLISHED and self.opens_at <= now <= self.closes_at


class Criterion(models.Model):
    """What an application is scored by: whole points from 0 to `max_points`, weighed against the other criteria."""

    call = models.ForeignKey(Call, models.CASCADE, verbose_name=_("call"), related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"))
    name_it = models.CharField(_("name (Italian)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150)
    name = Localised("name")
    help_it = models.TextField(_("what is looked at (Italian)"), max_length=1000, blank=True)
    help_en = models.TextField(_("what is looked at (English)"), max_length=1000, blank=True)
    help = Localised("help")
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    max_points = models.PositiveSmallIntegerField(
        _("most points"), default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["call", "position", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, max_points__gte=1), name="criterion_weighs_something")
        ]

    def __str__(self) -> str:
        return str(self.name)


class TieRule(models.Model):
    """What decides between equal scores, in order; the lot decides what the others leave open."""

    CODES = [
        (Tie.CRITERION.value, _("the higher score in a criterion")),
        (Tie.FEWER_ABOVE.value, _("the cluster with fewer people ranked higher")),
        (Tie.EARLIER.value, _("the earlier application")),
        (Tie.LOT.value, _("a lot drawn from the published seed")),
    ]

    call = models.ForeignKey(Call, models.CASCADE, verbose_name=_("call"), related_name="tie_rules")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("rule"), max_length=12, choices=CODES)
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, verbose_name=_("criterion"), related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["call", "position", "pk"]
        verbose_name = _("rule for equal scores")
        verbose_name_plural = _("rules for equal scores")
        constraints = [
            models.CheckConstraint(
                condition=Q(code="criterion", criterion__isnull=False) | ~Q(code="criterion") & Q(criterion=None),
                name="tie_rule_names_its_criterion",
                violation_error_message=_("Choose the criterion for that rule, and for no other one."),
            )
        ]

    def __str__(self) -> str:
        if self.criterion:
            return gettext("the higher score in “%(criterion)s”") % {"criterion": self.criterion}
        return self.get_code_display()


class EligibilityRule(models.Model):
    """Who may apply: holders of one of the roles named; of a call without a rule, everybody with an account."""

    call = models.ForeignKey(Call, models.CASCADE, verbose_name=_("call"), related_name="eligibility_rules")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        ordering = ["call", "pk"]
        verbose_name = _("rule of eligibility")
        verbose_name_plural = _("rules of eligibility")
        constraints = [models.UniqueConstraint(fields=["call", "role"], name="eligible_role_once_per_call")]

    def __str__(self) -> str:
        return self.get_role_display()


class Question(models.Model):
    """One thing that applicants are asked."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Short text")
        LONG = "long", _("Several paragraphs")
        CHOICE = "choice", _("One of several answers")
        YES_NO = "yes_no", _("Yes or no")
        FILE = "file", _("File")
        COMPETENCES = "competences", _("Competences, each with evidence")

    call = models.ForeignKey(Call, models.CASCADE, verbose_name=_("call"), related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    label_it = models.CharField(_("question (Italian)"), max_length=250)
    label_en = models.CharField(_("question (English)"), max_length=250)
    label = Localised("label")
    help_it = models.TextField(_("help (Italian)"), max_length=1000, blank=True)
    help_en = models.TextField(_("help (English)"), max_length=1000, blank=True)
    help = Localised("help")
    choices_it = models.TextField(_("answers (Italian), one a line"), max_length=2000, blank=True)
    choices_en = models.TextField(_("answers (English), one a line"), max_length=2000, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    must_be_yes = models.BooleanField(
        _("without “yes” nobody is eligible"), default=False, help_text=_("For a question with yes or no.")
    )

    class Meta:
        ordering = ["call", "position", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(must_be_yes=False) | Q(kind="yes_no"),
                name="only_yes_or_no_makes_eligible",
                violation_error_message=_("Only a question with yes or no can ask for “yes”."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(choices_it="") & ~Q(choices_en=""),
                name="choice_has_answers",
                violation_error_message=_("Write the answers to choose from, one a line, in both languages."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The answers by their number, which both languages share, in the reader's language."""
        italian = [line.strip() for line in self.choices_it.splitlines() if line.strip()]
        english = [line.strip() for line in self.choices_en.splitlines() if line.strip()]
        shown = Localised("choices").__get__(self, Question)
        own = italian if shown == self.choices_it else english
        return [(str(n), own[n - 1] if n <= len(own) else text) for n, text in enumerate(italian, start=1)]
