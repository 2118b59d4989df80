"""Addresses of training plans."""

from django.urls import path

from . import views

app_name = "courses"
urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("clusters/<slug:slug>/plan/", views.plan, name="plan"),
]
