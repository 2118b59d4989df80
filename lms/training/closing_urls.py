"""Addresses where an offering is closed."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
