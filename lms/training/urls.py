"""Addresses of offerings: what everybody sees, what participants, instructors and coordinators do."""

from .closing_urls import urlpatterns as closing
from .offering_urls import urlpatterns as offerings
from .register_urls import urlpatterns as register
from .session_urls import urlpatterns as sessions

app_name = "training"
urlpatterns = [*offerings, *sessions, *register, *closing]
