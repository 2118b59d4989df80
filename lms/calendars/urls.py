"""Addresses of the page of one's feeds, and of the calendar of one offering as a file, under a language."""

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("me/calendars/", views.feeds, name="feeds"),
    path("me/calendars/make/", views.make, name="make"),
    path("me/calendars/<int:pk>/replace/", views.replace, name="replace"),
    path("me/calendars/<int:pk>/remove/", views.remove, name="remove"),
    path("calendar/<slug:code>/sessions.ics", views.sessions, name="sessions"),
]
