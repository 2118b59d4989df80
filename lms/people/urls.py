"""Addresses of people: coming in, and their own data."""

from typing import Any

app_name = "people"
urlpatterns: list[Any] = []
