"""Shapes of what is posted on the pages of one's own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.models import ConsentText, ErasureRequest, User

LOOK_AGAIN = _("What you were looking at was not sent along: open the page again and answer there.")


class AnswerForm(forms.Form):
    """A text that was read, and the answer to it."""

    text = forms.ModelChoiceField(
        ConsentText.objects.all(),
        error_messages={"required": LOOK_AGAIN, "invalid_choice": LOOK_AGAIN},
    )
    answer = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": LOOK_AGAIN, "invalid_choice": LOOK_AGAIN},
    )


class UnderstoodForm(forms.Form):
    """Whoever asks for erasure says so twice: a click is not enough."""

    understood = forms.BooleanField(
        label=_("I understand that my account is closed and that this cannot be undone."),
        error_messages={"required": _("Tick the box to say that you understand what happens.")},
    )


class ReasonOfCopyForm(forms.Form):
    """Why a coordinator makes a copy of somebody's data; the person reads it."""

    reason = forms.CharField(
        label=_("Why you make it"),
        max_length=200,
        help_text=_("For example: asked for by letter of 3 March. The person reads it on the page “My data”."),
        error_messages={"required": _("Say why: the person reads it.")},
    )


class ConsentTextForm(WagtailAdminModelForm):
    """A new version of a text; the number follows from those that are there."""

    class Meta:
        model = ConsentText
        fields = ["purpose", "valid_from", "title_it", "title_en", "text_it", "text_en"]
        help_texts = {
            "purpose": _("A new version never changes what people answered: it asks everybody again."),
            "valid_from": _("Until then the version before counts. Names agreed to in it are public until then, too."),
            "text_it": _("An empty line begins a paragraph. {contact} stands for the address of the programme office."),
            "text_en": _("An empty line begins a paragraph. {contact} stands for the address of the programme office."),
        }


class AskForPersonForm(WagtailAdminModelForm):
    """Somebody who asked for erasure by letter."""

    class Meta:
        model = ErasureRequest
        fields = ["person"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(erased_at=None, is_superuser=False)
