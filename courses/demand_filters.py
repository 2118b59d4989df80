"""How the rows of the demand page are filtered and sorted: whatever the address says, the page answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .demand_page import DemandPage, DemandRow
from .models import Module

LONGEST = 120
MOST_EDITIONS = 6
SORTS: dict[str, Callable[[DemandRow], Any]] = {
    "module": lambda row: row.title.lower(),
    "hours": lambda row: row.module.duration_minutes,
    "clusters": lambda row: len(row.clusters),
    "officials": lambda row: len(row.officials),
    "closes": lambda row: row.closes,
    "planned": lambda row: len(row.planned),
    "done": lambda row: len(row.done),
}
DEFAULT = "-closes"


class DemandForm(forms.Form):
    """The filters, the order, and for how many editions the best choice is asked. What cannot be read is left out."""

    q = forms.CharField(label=gettext_lazy("Search the modules"), required=False)
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        required=False,
        choices=[("", gettext_lazy("Everybody")), *[c for c in Module.Audience.choices if c[0] != "both"]],
    )
    area = forms.ChoiceField(label=gettext_lazy("Specialisation area"), required=False)
    wanted = forms.BooleanField(label=gettext_lazy("Only modules that somebody needs"), required=False)

    def __init__(self, data: Any, page: DemandPage) -> None:
        known = {name: str(data.get(name, ""))[:LONGEST].replace("\x00", " ").strip() for name in self.base_fields}
        super().__init__(known, auto_id="filter_%s", use_required_attribute=False)
        courses = dict.fromkeys(module.course.code for module in page.inputs.modules)
        self._offer("course", [("", _("All courses")), *((code, code) for code in courses)])
        areas = [(area.code, area.name) for area in page.areas]
        self._offer("area", [("", _("All areas")), *areas])
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("This is none of the choices: the filter is left out.")
        self.is_valid()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def applied(self) -> dict[str, Any]:
        """The filters that apply, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def keeps(self, row: DemandRow) -> bool:
        """Say whether a row passes every filter that applies."""
        asked = self.applied
        return (
            asked.get("q", "").lower() in f"{row.module.code} {row.title}".lower()
            and row.module.course.code == asked.get("course", row.module.course.code)
            and row.module.audience in (asked.get("audience", row.module.audience), Module.Audience.BOTH)
            and ("area" not in asked or asked["area"] in row.areas)
            and (not asked.get("wanted") or bool(row.clusters or row.officials))
        )


@dataclass(frozen=True)
class Column:
    """A heading by which the table can be sorted: its words, the address that sorts, and how it is sorted now."""

    key: str
    label: str
    url: str
    direction: str  # what aria-sort says: "ascending", "descending" or nothing

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The two orders by this column, as a list offers them where there are no headings."""
        up, down = (_("A to Z"), _("Z to A")) if self.key == "module" else (_("fewest first"), _("most first"))
        orders = [(self.key, f"{self.label}, {up}"), (f"-{self.key}", f"{self.label}, {down}")]
        return orders if self.key == "module" else orders[::-1]

    @property
    def is_number(self) -> bool:
        """Say whether the column holds figures."""
        return self.key != "module"


def sorted_rows(rows: Iterable[DemandRow], order: str) -> list[DemandRow]:
    """Return rows by a column, downwards with a minus; rows that are level stay in the order of the catalogue."""
    key = SORTS[order.removeprefix("-")]
    return sorted(rows, key=key, reverse=order.startswith("-"))


def order_of(asked: str) -> str:
    """Return the order that the address asks for, or the most weighted gap first."""
    return asked if asked.removeprefix("-") in SORTS else DEFAULT


def columns(form: DemandForm, order: str, labels: dict[str, str]) -> list[Column]:
    """Return the headings with the addresses that sort by them; figures begin with the largest."""
    return [
        Column(key, label, _address(form, _next(key, order)), _direction(key, order)) for key, label in labels.items()
    ]


def editions_asked(asked: str) -> int:
    """Return for how many editions the best choice is asked: two unless the address says another small number."""
    return int(asked) if asked.isascii() and asked.isdigit() and 1 <= int(asked[:3]) <= MOST_EDITIONS else 2


def query_of(form: DemandForm, **more: Any) -> str:
    """Return the filters that apply as a query."""
    return urlencode({name: "on" if value is True else value for name, value in (form.applied | more).items()})


def _address(form: DemandForm, order: str) -> str:
    return f"?{query_of(form, sort=order)}#modules"


def _next(key: str, order: str) -> str:
    if order.removeprefix("-") != key:
        return key if key == "module" else f"-{key}"
    return key if order.startswith("-") else f"-{key}"


def _direction(key: str, order: str) -> str:
    if order.removeprefix("-") != key:
        return ""
    return "descending" if order.startswith("-") else "ascending"
