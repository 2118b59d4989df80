"""Pages without domain, errors, and the frame of the site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "lms.pages"
    verbose_name = _("Pages")
