"""Addresses of the calendar of offerings, of enrolment and of who takes part."""

from django.urls import path

from . import enrolment_views, offering_views

OFFERING = "calendar/<slug:code>/"
urlpatterns = [
    path("calendar/", offering_views.calendar, name="calendar"),
    path(OFFERING, offering_views.offering, name="offering"),
    path(f"{OFFERING}apply/", enrolment_views.apply, name="apply"),
    path(f"{OFFERING}accept/", enrolment_views.accept, name="accept"),
    path(f"{OFFERING}withdraw/", enrolment_views.leave, name="withdraw"),
]
