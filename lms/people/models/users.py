"""A person: signs in by e-mail, may hold several dated roles over time."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster
from lms.languages import Localised
from lms.people.querysets import UserManager
from lms.people.time_zones import known_time_zone

if TYPE_CHECKING:
    from .grants import RoleGrant


class User(AbstractUser):
    """One person. What he or she may do follows from the grants in force today, not from columns here."""

    class Language(models.TextChoices):
        ITALIAN = "it", _("Italian")
        ENGLISH = "en", _("English")

    username = None  # type: ignore[assignment]  # people sign in by e-mail
    email = models.EmailField(_("e-mail"), unique=True, error_messages={"unique": _("Somebody has this e-mail.")})
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ITALIAN)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Rome", validators=[known_time_zone])
    job_title_it = models.CharField(_("job title (Italian)"), max_length=150, blank=True)
    job_title_en = models.CharField(_("job title (English)"), max_length=150, blank=True)
    job_title = Localised("job_title")
    about_it = models.TextField(_("about me (Italian)"), max_length=2000, blank=True)
    about_en = models.TextField(_("about me (English)"), max_length=2000, blank=True)
    about = Localised("about")
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("invitation accepted at"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("data erased at"), null=True, blank=True, editable=False)
    name_kept_until = models.DateField(_("name kept as evidence until"), null=True, blank=True, editable=False)

    objects = UserManager()  # type: ignore[misc,assignment]  # without usernames

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["last_name", "first_name", "email"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        if self.erased_at and not self.get_full_name():
            return _("Erased person %(number)s") % {"number": self.pk}
        return self.get_full_name() or self.email

    @cached_property
    def active_grants(self) -> "list[RoleGrant]":
        """The grants in force today, read once per request (a user object lives no longer than that)."""
        return list(self.role_grants.active(timezone.localdate()).select_related("cluster"))

    def holds(self, *roles: str) -> bool:
        """Say whether one of these roles is in force today."""
        return any(grant.role in roles for grant in self.active_grants)

    def clusters_as(self, *roles: str) -> list[Cluster]:
        """Return the clusters that this person's grants of these roles point to, by name."""
        found = {g.cluster.pk: g.cluster for g in self.active_grants if g.role in roles and g.cluster}
        return sorted(found.values(), key=lambda cluster: cluster.name)
