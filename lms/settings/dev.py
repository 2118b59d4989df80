"""`make run`: one machine, SQLite, mails on the terminal, the demonstration's relaxed sign-in."""

from .base import *  # noqa: F403
from .environment import env
from .logs import logging_config

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="development-only-key-that-production-refuses-" + "x" * 20)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", default=False)
# Static files straight from the packages: no collectstatic before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
LOGGING = logging_config(level=env("LOG_LEVEL", default="WARNING"), structured=env.bool("LOG_JSON", default=False))
