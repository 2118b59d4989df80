"""Addresses of the register, the sign-offs and the hours."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
