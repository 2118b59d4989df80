"""What came of a call: the ranking as decided, and the places offered, accepted and given back."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.selection.ranking import Limit, Result, Tie

from .applications import Application
from .calls import Call


class RankedApplication(models.Model):
    """One line of the ranking, frozen at the decision; the score is an exact fraction of 100."""

    RESULTS = [
        (Result.SELECTED.value, _("Selected")),
        (Result.RESERVE.value, _("In reserve")),
        (Result.NOT_SELECTED.value, _("Not selected")),
        (Result.BELOW.value, _("Below the least score")),
    ]
    LIMITS = [
        (Limit.CLUSTER_FULL.value, _("the cluster has its most places")),
        (Limit.KEPT_FOR_OTHERS.value, _("the free places were kept for other clusters")),
        (Limit.KEPT_FOR_CLUSTER.value, _("on a place kept for the cluster")),
    ]

    call = models.ForeignKey(Call, models.PROTECT, verbose_name=_("call"), related_name="ranking")
    application = models.OneToOneField(
        Application, models.PROTECT, verbose_name=_("application"), related_name="ranked"
    )
    position = models.PositiveIntegerField(_("position"))
    score_numerator = models.PositiveBigIntegerField(_("score, numerator"))
    score_denominator = models.PositiveBigIntegerField(_("score, denominator"))
    result = models.CharField(_("result"), max_length=12, choices=RESULTS)
    tie = models.CharField(
        _("put behind the one above by"), max_length=12, blank=True, choices=[(str(one), str(one)) for one in Tie]
    )
    limit = models.CharField(_("limit"), max_length=16, blank=True, choices=LIMITS)
    reserve_number = models.PositiveIntegerField(_("number on the reserve list"), null=True, blank=True)

    class Meta:
        ordering = ["call", "position"]
        verbose_name = _("line of the ranking")
        verbose_name_plural = _("ranking")
        constraints = [
            models.UniqueConstraint(fields=["call", "position"], name="one_application_per_position"),
            models.CheckConstraint(condition=Q(score_denominator__gte=1), name="score_is_a_fraction"),
            models.CheckConstraint(
                condition=Q(result="reserve", reserve_number__isnull=False)
                | ~Q(result="reserve") & Q(reserve_number=None),
                name="reserve_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.application}"

    @property
    def score(self) -> Fraction:
        """The score from 0 to 100, exact."""
        return Fraction(self.score_numerator, self.score_denominator)


class Place(models.Model):
    """A place offered to somebody selected or moved up, once; `expires_at` counts while it is offered."""

    class Status(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("place", "Offered")
        ACCEPTED = "accepted", pgettext_lazy("place", "Accepted")
        DECLINED = "declined", pgettext_lazy("place", "Declined")
        EXPIRED = "expired", pgettext_lazy("place", "Not answered in time")
        WITHDRAWN = "withdrawn", pgettext_lazy("place", "Given back")
        REMOVED = "removed", pgettext_lazy("place", "Taken back by a coordinator")

    application = models.OneToOneField(Application, models.PROTECT, verbose_name=_("application"), related_name="place")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OFFERED)
    moved_up = models.BooleanField(_("from the reserve list"), default=False)
    offered_at = models.DateTimeField(_("offered at"))
    expires_at = models.DateTimeField(_("offered until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("answered by"), related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["application__ranked__position"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [models.Index(fields=["status", "expires_at"], name="place_by_expiry")]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_status_display()}"

    @property
    def holds(self) -> bool:
        """Whether the place is taken: offered or accepted."""
        return self.status in HOLDING


HOLDING = [Place.Status.OFFERED, Place.Status.ACCEPTED]
