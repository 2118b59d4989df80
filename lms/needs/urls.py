"""Addresses of training needs."""

from django.urls import path

from . import views

app_name = "needs"
urlpatterns = [
    path("clusters/<slug:slug>/needs/", views.needs, name="needs"),
    path("clusters/<slug:slug>/needs/confirm/", views.confirm_above, name="confirm_above"),
    path("clusters/<slug:slug>/needs/confirm/<int:indicator>/", views.confirm, name="confirm"),
    path("clusters/<slug:slug>/needs/declare/", views.declare, name="declare"),
    path("clusters/<slug:slug>/needs/renew/", views.renew, name="renew"),
    path("clusters/<slug:slug>/needs/<int:pk>/drop/", views.drop, name="drop"),
]
