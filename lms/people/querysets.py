"""Users by e-mail; role grants by day."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone


class UserManager(BaseUserManager["User"]):  # type: ignore[name-defined]  # its module imports this one
    """Creates people by e-mail address, kept in lower case so that one person is one row."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """Create a person; without a password nobody can sign in until one is set, with one no invitation is open."""
        if password is not None:
            fields.setdefault("confirmed_at", timezone.now())
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """Create somebody with every right: for the operator's console, never needed by the programme."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Any:
        """Find a person by e-mail, whatever the case it is typed in."""
        return self.get(email__iexact=username)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):  # type: ignore[name-defined]  # its module imports this one
    def active(self, on: date) -> "RoleGrantQuerySet":
        """Keep the grants in force on that day; both boundary days count. The same rule as `is_active()`."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)

    def out_of_step(self, on: date) -> "RoleGrantQuerySet":
        """Keep the grants whose group membership does not say what the calendar says."""
        in_force = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
        return self.filter((in_force & Q(applied=False)) | (~in_force & Q(applied=True)))


class ConsentQuerySet(models.QuerySet["Consent"]):  # type: ignore[name-defined]  # its module imports this one
    def in_force(self) -> "ConsentQuerySet":
        """Keep the consents that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def to_be_named(self, on: date) -> "ConsentQuerySet":
        """Keep the consents in force to be named in public, in the version that counts on that day."""
        current = self.model._meta.get_field("text").related_model.objects.current(on)
        return self.in_force().filter(text__in=current.filter(purpose="public_name"))


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):  # type: ignore[name-defined]  # its module imports this one
    def current(self, on: date) -> "ConsentTextQuerySet":
        """Keep the version of each text that counts on that day: the last one that has begun."""
        later = self.model._default_manager.filter(
            purpose=OuterRef("purpose"), valid_from__lte=on, version__gt=OuterRef("version")
        )
        return self.filter(~Exists(later), valid_from__lte=on)
