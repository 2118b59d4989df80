"""Addresses that the identity provider is told; allauth looks them up by these names."""

from django.urls import path

from . import oidc_views

urlpatterns = [
    path("<slug:provider_id>/login/", oidc_views.sign_in, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", oidc_views.callback, name="openid_connect_callback"),
]
