"""A person: signs in by e-mail, may hold several dated roles over time."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster
from lms.people.querysets import UserManager

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
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Rome")

    objects = UserManager()  # type: ignore[misc,assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["last_name", "first_name", "email"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
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
