"""Sentences of Wagtail's forms whose own Italian is poor: it bends them as if every word were masculine, or misspells.

Listed here so that they are collected with our strings, and our Italian wins over Wagtail's. The English stays as it
is: it is how they are found. Names of models are of either gender, so our Italian puts them where none is asked for.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

WAGTAIL = [
    gettext_noop("The %(model_name)s could not be created due to errors."),
    gettext_noop("The %(model_name)s could not be saved due to errors."),
    gettext_noop("%(model_name)s '%(object)s' created."),
    gettext_noop("%(model_name)s '%(object)s' updated."),
    gettext_noop("%(model_name)s '%(object)s' deleted."),
    gettext_noop("%(setting_type)s updated."),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    ngettext_lazy(
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
    ),
    gettext_noop("One or more references to this %(model_name)s prevent it from being deleted."),
    gettext_noop("Yes, delete"),
    gettext_noop("Yes, delete it"),
    gettext_noop("Yes, unpublish it"),
    gettext_noop("Yes, move this page"),
    gettext_noop("New: %(model_name)s"),
    gettext_noop('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    gettext_noop("Inspect"),
    gettext_noop("Are you sure you want to delete this page?"),
    gettext_noop("Are you sure you want to unpublish this page?"),
]
