"""Addresses of the feeds themselves: outside the languages, since calendars keep them."""

from django.urls import URLPattern

app_name = "feeds"
urlpatterns: list[URLPattern] = []
