"""Looks for planted values in every table of the database."""

import json

from django.apps import apps

from tests.factories_personal_data import PLANTED


def found_anywhere(values=PLANTED):
    """Return (table, value) for each planted value that some column of some table still holds."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            # As it is, and as JSON columns and addresses write letters.
            text = "\n".join(
                value if isinstance(value, str) else json.dumps(value, default=str) for value in row.values()
            )
            found |= {(model._meta.label, value) for value in values if value.lower() in text.lower()}
    return found
