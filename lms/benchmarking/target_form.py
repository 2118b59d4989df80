"""The form by which a cluster sets itself a level for an indicator."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import Cluster

from .models import Indicator, ScaleLevel
from .target_actions import remove_target, set_target

NO_TARGET = "none"


class TargetForm(forms.Form):
    """One indicator and the level to reach, or no target any more."""

    indicator = forms.ChoiceField(
        label=_("Indicator"),
        error_messages={
            "required": _("Choose the indicator."),
            "invalid_choice": _("Choose one of the indicators listed."),
        },
    )
    level = forms.ChoiceField(
        label=_("Level to reach"),
        error_messages={
            "required": _("Choose the level."),
            "invalid_choice": _("Choose one of the levels listed."),
        },
    )

    def __init__(self, *args: Any, indicators: Sequence[Indicator], levels: Sequence[ScaleLevel], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "target-%s", **kwargs})
        self._by_code = {indicator.code: indicator for indicator in indicators}
        self.fields["indicator"].choices = [("", gettext("Choose…")), *_by_group(indicators)]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["level"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", gettext("Choose…")),
            *((_key(level.value), str(level)) for level in levels),
            (NO_TARGET, gettext("No target any more")),
        ]

    @property
    def outcome(self) -> str:
        """What was done, once it is saved."""
        removed = self.cleaned_data["level"] == NO_TARGET
        said = gettext("The target of %(code)s is removed.") if removed else gettext("The target of %(code)s is saved.")
        return said % {"code": self.cleaned_data["indicator"]}

    def save(self, *, cluster: Cluster, by: Any) -> bool:
        """Set or remove the target; False when the action refuses, with its reason on the form."""
        indicator, level = self._by_code[self.cleaned_data["indicator"]], self.cleaned_data["level"]
        try:
            if level == NO_TARGET:
                remove_target(cluster=cluster, indicator=indicator, by=by)
            else:
                set_target(cluster=cluster, indicator=indicator, level=Decimal(level), by=by)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


def _key(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _by_group(indicators: Sequence[Indicator]) -> list[tuple[str, list[tuple[str, str]]]]:
    ordered = sorted(indicators, key=lambda indicator: (indicator.group.position, indicator.group.code))
    return [
        (str(group), [(indicator.code, str(indicator)) for indicator in members])
        for group, members in groupby(ordered, key=lambda indicator: indicator.group)
    ]
