"""Addresses of the page of one's feeds, under a language."""

from django.urls import URLPattern

app_name = "calendars"
urlpatterns: list[URLPattern] = []
