"""Addresses where anybody verifies a certificate: outside the languages, since they are printed."""

from django.urls import path

from . import verify_views

app_name = "verify"
urlpatterns = [
    path("", verify_views.form, name="form"),
    path("<str:number>/", verify_views.numbered, name="numbered"),
    path("<str:number>/<str:code>/", verify_views.certificate, name="certificate"),
]
