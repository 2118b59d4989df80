"""Addresses of a person's own notices."""

from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/e-mails/", views.preferences, name="preferences"),
    path("notices/<uuid:key>/", views.notice, name="notice"),
    path("notices/<uuid:key>/read/", views.read, name="read"),
]
