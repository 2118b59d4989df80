"""What the staff's lists of training share: rows in one query, each leading to the page where it is worked on."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter
from wagtail.admin.ui.tables import ButtonsColumnMixin, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, ButtonWithDropdown


class RowsOf(generic.IndexView):
    """A list that reads what its rows say in one query, and says how rows come to be when there are none."""

    related: tuple[str, ...] = ()
    how_they_come: Any = ""

    def get_base_queryset(self) -> Any:
        """Read what a row says in one query."""
        return self.model._default_manager.select_related(*self.related)

    @property
    def no_results_message(self) -> str:
        """Say where they come from."""
        if self.is_searching or self.is_filtering:
            return str(super().no_results_message)
        return str(self.how_they_come)


def page_of(name: str, code: str) -> Any:
    """Return what leads from a row to the site's page of its offering; `code` is the way from the row to its code."""

    def address(row: Any) -> str:
        for step in code.split("."):
            row = getattr(row, step)
        return reverse(name, args=[row])

    return address


class RowColumn(ButtonsColumnMixin, TitleColumn):
    """The first column: leads to the site's page; its menu leads to all that is kept of the row."""

    def get_buttons(self, instance: Any, parent_context: Any) -> list[Any]:
        """Offer the page that shows everything."""
        address = reverse(f"{instance._meta.model_name}_admin:inspect", args=[instance.pk])
        label = _("More options for “%(row)s”") % {"row": instance}
        shown = Button(_("Everything that is kept"), url=address, icon_name="info-circle")
        return [ButtonWithDropdown(buttons=[shown], icon_name="dots-horizontal", attrs={"aria-label": label})]


class WordsFilter(CharFilter):
    """Keeps the rows that have these words in one of the columns.

    Words are typed rather than chosen from a list: there may be thousands of offerings.
    """

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.columns = columns

    def filter(self, rows: Any, text: str) -> Any:
        """Look for the text as it stands, in any case."""
        asked = Q()
        for column in self.columns:
            asked |= Q(**{f"{column}__icontains": text})
        return rows.filter(asked) if text else rows


def of_offering(way: str = "offering") -> WordsFilter:
    """Return the filter by the offering to which `way` leads from a row."""
    columns = [f"{way}__{name}" for name in ("code", "title_it", "title_en")]
    return WordsFilter(*columns, label=gettext_lazy("Offering (code or title)"))
