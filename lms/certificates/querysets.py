"""Certificates by state and by whose they are."""

from django.db import models


class CertificateQuerySet(models.QuerySet["Certificate"]):  # type: ignore[name-defined]  # its module imports this one
    def valid(self) -> "CertificateQuerySet":
        """Keep those that were neither replaced nor revoked."""
        return self.filter(status="valid")
