"""Which topics come by e-mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Topic
from .models.preferences import ALWAYS_MAILED


class TopicsForm(forms.Form):
    """One box per topic that may be switched off."""

    by_email = forms.MultipleChoiceField(
        label=_("Send me an e-mail about"),
        choices=[(topic.value, topic.label) for topic in Topic if topic not in ALWAYS_MAILED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_by_email(self) -> set[str]:
        """Return the topics as a set."""
        chosen: list[Any] = self.cleaned_data["by_email"]
        return set(chosen)
