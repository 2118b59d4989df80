"""Addresses of people: coming in, and their own data."""

from django.urls import path

from . import invitation_views, profile_views

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", invitation_views.invitation, name="invitation"),
    path("invitation/<str:token>/new-link/", invitation_views.new_link, name="new_link"),
    path("me/profile/", profile_views.profile, name="profile"),
]
