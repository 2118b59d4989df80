"""Dated grants of roles."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster
from lms.people.querysets import RoleGrantQuerySet


class Role(models.TextChoices):
    """The seven roles of the programme."""

    COORDINATOR = "coordinator", _("Coordinator")
    CLUSTER_MANAGER = "cluster_manager", _("Cluster manager")
    REGIONAL_OFFICIAL = "regional_official", _("Regional official")
    INSTRUCTOR = "instructor", _("Cluster Instructor")
    TUTOR = "tutor", _("Tutor")
    ASSESSOR = "assessor", _("Assessor")
    AUDITOR = "auditor", _("Auditor")


# Roles that mean nothing without a cluster, and those that must not point to one.
OF_A_CLUSTER = [Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR]
OF_NO_CLUSTER = [Role.COORDINATOR, Role.REGIONAL_OFFICIAL, Role.AUDITOR]


class RoleGrant(models.Model):
    """A role held by a person from .. until, both days included (Italian calendar); some roles are of one cluster."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="role_grants"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, verbose_name=_("cluster"), related_name="role_grants", null=True, blank=True
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("This day included."))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("granted by"),
        related_name="+",
        null=True,
        blank=True,
    )
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)
    reason = models.CharField(_("act or reason"), max_length=250, blank=True)
    listed_publicly = models.BooleanField(
        _("named on the cluster's public page"),
        default=False,
        help_text=_("Only with the person's agreement."),
    )
    applied = models.BooleanField(_("membership of the role's group in place"), default=False, editable=False)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["user", "-valid_from"]
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="grant_ends_after_it_starts",
                violation_error_message=_("The grant ends before it starts: correct one of the two days."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=OF_A_CLUSTER) | Q(cluster__isnull=False),
                name="grant_names_its_cluster",
                violation_error_message=_("This role is of one cluster: choose the cluster."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=OF_NO_CLUSTER) | Q(cluster__isnull=True),
                name="grant_without_cluster",
                violation_error_message=_("This role is of the whole programme: leave the cluster empty."),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR) | Q(valid_until__isnull=False),
                name="auditor_has_an_end",
                violation_error_message=_("An auditor's grant is for a limited time: say until when."),
            ),
        ]

    def __str__(self) -> str:
        of_cluster = f" ({self.cluster})" if self.cluster else ""
        return f"{self.get_role_display()}{of_cluster}: {self.user}"

    def is_active(self, on: date) -> bool:
        """Say whether the grant is in force on that day; the same rule as the queryset's `active()`."""
        return self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)
