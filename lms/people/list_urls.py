"""Addresses of lists of people, below `/admin/`."""

from django.urls import path

from . import list_views as views

app_name = "people_lists"
urlpatterns = [
    path("", views.upload, name="lists"),
    path("template.<str:kind>", views.template, name="template"),
    path("<uuid:key>/", views.show, name="list"),
    path("<uuid:key>/invite/", views.invite, name="invite"),
    path("<uuid:key>/left-out.csv", views.left_out, name="left_out"),
]
