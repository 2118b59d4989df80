"""Certificates by state and by whose they are."""

from typing import Any

from django.db import models


class CertificateQuerySet(models.QuerySet["Certificate"]):  # type: ignore[name-defined]  # its module imports this one
    def valid(self) -> "CertificateQuerySet":
        """Keep those that were neither replaced nor revoked."""
        return self.filter(status="valid")

    def visible_to(self, user: Any, *, sees_all: bool) -> "CertificateQuerySet":
        """Keep one's own, or all of them for whoever sees all."""
        return self if sees_all else self.filter(enrolment__person=user.pk)

    def for_lists(self) -> "CertificateQuerySet":
        """Bring what lists show: whose, of which offering, by what replaced."""
        return self.select_related("enrolment__person", "enrolment__offering", "replaced_by")

    def with_outcomes(self) -> "CertificateQuerySet":
        """Bring what came of the enrolment, as it stands today."""
        return self.select_related("enrolment__outcome")
