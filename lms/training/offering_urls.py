"""Addresses of the calendar of offerings, of enrolment and of who takes part."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
