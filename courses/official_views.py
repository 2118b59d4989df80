"""The path of a regional official: only the own one, for as long as the role lasts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.access import allowed
from lms.needs.permissions import is_official

from .official_path import path_of


@allowed(is_official)
@require_safe
def my_path(request: HttpRequest) -> HttpResponse:
    """Show the way from ratings over needs and plan to enrolment, and what comes next."""
    person: Any = request.user
    return render(request, "courses/official_path.html", {"path": path_of(person), "owner": person})
