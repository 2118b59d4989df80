"""Addresses where coordinators keep an offering and its sessions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
