"""A choice of indicators that says which framework each belongs to, read once however many rows ask for it."""

from typing import Any

from django import forms

from .models import Indicator


class IndicatorChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Indicators by framework and code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Indicator.objects.select_related("framework"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name framework and version too: two versions hold the same codes."""
        return f"{obj.framework} · {obj.code} {obj.name}"


def indicator_choices() -> list[tuple[Any, str]]:
    """Return the choices as a list, for formsets whose every row would ask the database again."""
    choices: Any = IndicatorChoiceField().choices
    return list(choices)
