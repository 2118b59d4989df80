"""How a view acts on a form: what the action refuses becomes a mistake of the form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], T]) -> T | None:
    """Act on a valid form; what the action refuses becomes a mistake of the form. None when nothing was done."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def now_by(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "now": timezone.now()}
