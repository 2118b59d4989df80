"""Addresses where coordinators keep an offering and its sessions."""

from django.urls import path

from . import offering_edit_views, session_views

OFFERING = "calendar/<slug:code>/"

urlpatterns = [
    path(OFFERING + "sessions/", session_views.sessions, name="sessions"),
    path(OFFERING + "sessions/new/", session_views.add, name="add_session"),
    path(OFFERING + "edit/", offering_edit_views.edit, name="edit"),
    path(OFFERING + "publish/", offering_edit_views.publish, name="publish"),
    path(OFFERING + "cancel/", offering_edit_views.cancel, name="cancel"),
    path(OFFERING + "delete/", offering_edit_views.delete, name="delete_draft"),
    path("sessions/<int:pk>/", session_views.session, name="session"),
    path("sessions/<int:pk>/cancel/", session_views.cancel, name="cancel_session"),
]
