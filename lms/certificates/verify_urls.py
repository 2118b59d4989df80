"""Addresses where anybody verifies a certificate: outside the languages, since they are printed."""

from django.urls import URLPattern

app_name = "verify"
urlpatterns: list[URLPattern] = []
