"""Search in the admin needs the table that only Wagtail's migrations make."""

from tests.dashboard.conftest import search_tables  # noqa: F401
