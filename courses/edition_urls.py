"""Addresses where coordinators make editions of courses."""

from django.urls import path

from . import edition_views

urlpatterns = [
    path("programme/editions/", edition_views.editions, name="editions"),
    path("programme/editions/new/", edition_views.edition_new, name="edition_new"),
    path("programme/editions/<slug:code>/copy/", edition_views.edition_copy, name="edition_copy"),
]
