"""Addresses of the register, the sign-offs and the hours."""

from django.urls import path

from . import hours_views, register_files, register_views

OFFERING = "calendar/<slug:code>/"
SESSION = "sessions/<int:pk>/"
urlpatterns = [
    path(f"{OFFERING}register/", register_views.register, name="register"),
    path(f"{OFFERING}register.pdf", register_files.printed, name="register_pdf"),
    path(f"{OFFERING}register-to-sign.pdf", register_files.to_sign, name="register_to_sign"),
    path(f"{SESSION}register/", register_views.roll_call, name="roll_call"),
    path(f"{SESSION}register/lines/", register_views.lines, name="register_lines"),
    path(f"{SESSION}sign-off/", register_views.sign, name="sign_off"),
    path(f"{OFFERING}hours/", hours_views.hours, name="hours"),
    path(f"{OFFERING}hours.<slug:kind>", hours_views.hours_file, name="hours_file"),
    path("me/hours/", hours_views.my_hours, name="my_hours"),
]
