"""Submissions of the staff's forms that no browser sends: refused before the formsets of Wagtail stumble over them.

Django refuses a wrong value of a field with a sentence at the field. The rows of a formset have values beside their
fields, by which the rows are found (how many there are, which object each one is); those are taken as they come.
"""

import logging
import re
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from django_filters import ModelMultipleChoiceFilter
from django_filters.fields import ModelMultipleChoiceField

logger = logging.getLogger(__name__)
LONGEST_NUMBER = 18  # digits that surely fit into a column of 64 bits
MOST_ROWS = 300  # no framework has as many; Django would build and show a thousand empty ones
NUMBER = re.compile(rf"[0-9]{{1,{LONGEST_NUMBER}}}", re.ASCII)
COUNT = re.compile(r"(?P<prefix>.+)-INITIAL_FORMS")


def refuse_unreadable(data: QueryDict) -> None:
    """Raise BadRequest, which is answered by our page for 400 and logged as a warning, for rows that cannot be."""
    for name in data:
        if found := COUNT.fullmatch(name):
            _refuse_impossible_rows(data, found["prefix"])


def _refuse_impossible_rows(data: QueryDict, prefix: str) -> None:
    count = data.get(f"{prefix}-INITIAL_FORMS") or ""
    if not NUMBER.fullmatch(count) or int(count) > MOST_ROWS:
        raise BadRequest(f"An impossible number of rows was sent for {prefix}")
    total = data.get(f"{prefix}-TOTAL_FORMS") or ""
    if len(total) > LONGEST_NUMBER or (NUMBER.fullmatch(total) and int(total) > MOST_ROWS):
        raise BadRequest(f"More rows than there can be were sent for {prefix}")
    for number in range(int(count)):
        row = data.get(f"{prefix}-{number}-id")
        if row is None or not NUMBER.fullmatch(row):
            raise BadRequest(f"Row {number} of {prefix} was sent without a readable id")


class ReadableSubmission:
    """Answers a submission that cannot be read with 400, before anything is done; a mixin of views."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look at what was sent first."""
        refuse_unreadable(request.POST)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]  # a mixin


class ActionMayRefuse:
    """Shows the form again, with a sentence, when the action behind it or the database refuses; a mixin of views."""

    def form_valid(self, form: Any) -> Any:
        """Leave it to the action."""
        try:
            return super().form_valid(form)  # type: ignore[misc]  # a mixin of Wagtail's views
        except ValidationError as error:
            return self._refused(form, error.messages)
        except IntegrityError:  # what the form looked at has changed since: a second click, or a colleague
            logger.warning("A form of %s met rows that were not there before", self.model, exc_info=True)  # type: ignore[attr-defined]  # a mixin of Wagtail's views
            return self._refused(form, [_("The same was saved in the meantime: load this page again and look at it.")])

    def _refused(self, form: Any, sentences: list[str]) -> Any:
        form.add_error(None, sentences)
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]  # a mixin of Wagtail's views
        return self.form_invalid(form)  # type: ignore[attr-defined]  # a mixin of Wagtail's views


class KeysThatFit:
    """A number larger than any key is no choice, instead of too much for the database; a mixin of form fields."""

    def clean(self, value: Any) -> Any:
        """Refuse such a number as Django refuses any other that is not offered."""
        for key in value or []:
            if len(str(key)) > LONGEST_NUMBER:
                raise self._not_offered(str(key)[:LONGEST_NUMBER] + "…")
        return super().clean(value)  # type: ignore[misc]  # a mixin of Wagtail's views

    def _not_offered(self, key: str) -> ValidationError:
        sentence = self.error_messages["invalid_choice"]  # type: ignore[attr-defined]  # a mixin of Wagtail's views
        return ValidationError(sentence, code="invalid_choice", params={"value": key})


class KnownObjectsField(KeysThatFit, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A choice of several objects in a form."""


class KnownObjectsFilterField(KeysThatFit, ModelMultipleChoiceField):
    """A choice of several objects beside a list."""


class KnownObjectsFilter(ModelMultipleChoiceFilter):
    """Keeps what is joined to one of several objects."""

    field_class = KnownObjectsFilterField
