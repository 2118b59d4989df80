"""Addresses of what spans apps."""

from django.urls import path

from . import views

app_name = "dashboard"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("clusters/", views.clusters, name="clusters"),
    path("clusters/<slug:slug>/", views.cluster, name="cluster"),
    path("search/", views.search, name="search"),
]
