"""From an address to its page with one query, however deep it lies."""

from itertools import accumulate
from typing import Any

from django.http import Http404


class RoutesAtOnce:
    """Finds the whole way below this page at once, where Wagtail asks twice for each step.

    It knows slugs only: a page type that interprets addresses itself must not lie below a page that routes so.
    """

    def route(self, request: Any, path_components: list[str]) -> Any:
        """Return the page at the end of the way, which knows its parents; raise Http404 when a step is missing."""
        if len(path_components) < 2:
            return super().route(request, path_components)  # type: ignore[misc]  # a mixin of Wagtail's pages
        addresses = [f"{self.url_path}{way}/" for way in accumulate(path_components, "{}/{}".format)]  # type: ignore[attr-defined]  # a mixin of pages
        steps = self.get_descendants().filter(slug__in=path_components, url_path__in=addresses)  # type: ignore[attr-defined]  # a mixin of pages
        found = {step.url_path: step for step in steps}
        page: Any = self
        for address in addresses:
            if address not in found:
                raise Http404
            found[address]._cached_parent_obj = page
            page = found[address]
        return page.specific.route(request, [])
