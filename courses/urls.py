"""Addresses of training plans."""

from django.urls import path

from . import views

app_name = "courses"
urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("clusters/<slug:slug>/plan/", views.plan, name="plan"),
    path("clusters/<slug:slug>/plan/edit/", views.plan_edit, name="plan_edit"),
    path("clusters/<slug:slug>/plan/computing/<uuid:task>/", views.plan_progress, name="plan_progress"),
    path("clusters/<slug:slug>/plan/publish/", views.plan_publish, name="plan_publish"),
]
