"""Addresses of training needs."""

from django.urls import path

from . import views

app_name = "needs"
urlpatterns = [path("clusters/<slug:slug>/needs/", views.needs, name="needs")]
