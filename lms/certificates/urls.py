"""Addresses of certificates for those who issue and own them, under a language."""

from django.urls import URLPattern

app_name = "certificates"
urlpatterns: list[URLPattern] = []
