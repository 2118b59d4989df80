"""Addresses where an offering is closed."""

from django.urls import path

from . import closing_views

urlpatterns = [
    path("calendar/<slug:code>/close/", closing_views.close, name="close"),
    path("calendar/<slug:code>/close/<int:pk>/", closing_views.override, name="override"),
    path("calendar/<slug:code>/close/<int:pk>/back/", closing_views.take_back, name="take_back"),
]
