"""What spans apps: desks, navigation, search, health, the clock, the demonstration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "lms.dashboard"
    verbose_name = _("Dashboard")

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401, PLC0415
