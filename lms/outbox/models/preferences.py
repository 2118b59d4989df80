"""What people want to hear of by e-mail; on the site they find everything."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.outbox.querysets import PreferenceQuerySet


class Topic(models.TextChoices):
    """What a message is about, which is what people choose by.

    The account's own mails cannot be switched off, nor those about a seat, which may ask for an answer until a day, nor
    those that carry the head of a register out of the system.
    """

    ACCOUNT = "account", _("My account")
    ROLES = "roles", _("My roles")
    LABELS = "labels", _("Labels and their expiry")
    ASSESSMENTS = "assessments", _("Assessments")
    PLANS = "plans", _("Needs and training plans")
    SEATS = "seats", _("My seats: applications, offers, confirmations")
    TRAINING = "training", _("Sessions and certificates")
    REGISTERS = "registers", _("Registers signed and corrected")
    PRIVACY = "privacy", _("My data")


ALWAYS_MAILED = (Topic.ACCOUNT, Topic.SEATS, Topic.REGISTERS, Topic.PRIVACY)


class NoticePreference(models.Model):
    """Whether a person wants a topic by e-mail too; without a row the answer is yes."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="notice_preferences"
    )
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    by_email = models.BooleanField(_("by e-mail"), default=True)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        ordering = ["person", "topic"]
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_preference_per_topic")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_topic_display()}"
