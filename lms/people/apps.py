"""People, who sign in by e-mail, and the dated roles they hold."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lms.people"
    verbose_name = _("People")
