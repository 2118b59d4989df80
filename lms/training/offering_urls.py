"""Addresses of the calendar of offerings, of enrolment and of who takes part."""

from django.urls import path

from . import enrolment_views, entering_views, list_views, offering_views, people_views, seats_views

OFFERING = "calendar/<slug:code>/"
PEOPLE = f"{OFFERING}people/"
urlpatterns = [
    path("calendar/", offering_views.calendar, name="calendar"),
    path(OFFERING, offering_views.offering, name="offering"),
    path(f"{OFFERING}apply/", enrolment_views.apply, name="apply"),
    path(f"{OFFERING}accept/", enrolment_views.accept, name="accept"),
    path(f"{OFFERING}withdraw/", enrolment_views.leave, name="withdraw"),
    path(PEOPLE, people_views.people, name="people"),
    path(f"{PEOPLE}approve/", people_views.approve_ticked, name="approve_ticked"),
    path(f"{PEOPLE}offer/", people_views.offer_seats, name="offer_seats"),
    path(f"{PEOPLE}enter/", entering_views.enter, name="enter"),
    path(f"{PEOPLE}list/", list_views.upload, name="list"),
    path(f"{PEOPLE}list/template.<slug:kind>", list_views.template, name="list_template"),
    path(f"{PEOPLE}<int:pk>/", people_views.enrolment, name="enrolment"),
    path(f"{PEOPLE}<int:pk>/<slug:step>/", people_views.take_step, name="take_step"),
    path(f"{OFFERING}seats/", seats_views.seats, name="seats"),
]
