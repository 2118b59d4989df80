"""Addresses where coordinators make editions of courses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
