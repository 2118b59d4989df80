"""Addresses of benchmarks."""

from django.urls import path

from . import views

app_name = "benchmarking"
urlpatterns = [
    path("benchmarks/", views.overview, name="overview"),
    path("benchmarks/export/", views.overview_export, name="overview_export"),
    path("clusters/<slug:slug>/benchmark/", views.benchmark, name="benchmark"),
    path("clusters/<slug:slug>/benchmark/target/", views.set_target, name="set_target"),
]
