"""Addresses of the import, below `/admin/`."""

from django.urls import path

from . import import_views as views

app_name = "benchmark_import"
urlpatterns = [
    path("", views.upload, name="uploads"),
    path("<uuid:key>/", views.show, name="upload"),
    path("<uuid:key>/progress/", views.progress, name="progress"),
    path("<uuid:key>/commit/", views.commit, name="commit"),
    path("<uuid:key>/resume/", views.resume, name="resume"),
    path("<uuid:key>/take-back/", views.take_back, name="take_back"),
]
