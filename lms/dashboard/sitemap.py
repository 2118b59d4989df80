"""The map of the site for search engines: what everybody may read, each address with that in the other language."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from lms.access import anyone
from lms.clusters.models import Cluster
from lms.pages.querysets import open_to_everybody
from lms.training.models import Offering

Versions = dict[str, Page]


class PageSitemap(Sitemap):  # type: ignore[type-arg]  # generic in its stubs only
    """Pages of the CMS; one item is a page in all the languages in which it is live."""

    i18n = alternates = True

    def items(self) -> list[Versions]:
        """Return the live pages that nobody restricts, by translation."""
        found: dict[Any, Versions] = defaultdict(dict)
        pages = open_to_everybody(Page.objects.live().filter(depth__gt=1)).select_related("locale").order_by("path")
        for page in pages:
            if page.get_url_parts():
                found[page.translation_key][page.locale.language_code] = page
        return list(found.values())

    def get_languages_for_item(self, item: Versions) -> list[str]:
        """Return the languages in which the page is live."""
        return list(item)

    def location(self, item: Versions) -> str:
        """Return the address in the active language."""
        parts: Any = item[get_language() or settings.LANGUAGE_CODE].get_url_parts()
        return str(parts[2])

    def lastmod(self, item: Versions) -> datetime | None:
        """Return when the page was last published in any language."""
        moments = [page.last_published_at for page in item.values() if page.last_published_at]
        return max(moments, default=None)


class ClusterSitemap(Sitemap):  # type: ignore[type-arg]  # generic in its stubs only
    """The list of clusters and the public page of each."""

    i18n = alternates = True

    def items(self) -> list[str]:
        """Return the list, which has no slug, and the clusters."""
        return ["", *Cluster.objects.order_by("slug").values_list("slug", flat=True)]

    def location(self, item: str) -> str:
        """Return the address in the active language."""
        return reverse("dashboard:cluster", args=[item]) if item else reverse("dashboard:clusters")


class OfferingSitemap(Sitemap):  # type: ignore[type-arg]  # generic in its stubs only
    """The calendar, and the public page of every edition and visit that was announced."""

    i18n = alternates = True

    def items(self) -> list[str]:
        """Return the calendar, which has no code, and the offerings; never a draft."""
        return ["", *Offering.objects.announced().order_by("code").values_list("code", flat=True)]

    def location(self, item: str) -> str:
        """Return the address in the active language."""
        return reverse("training:offering", args=[item]) if item else reverse("training:calendar")


@anyone
@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Answer with the map, in XML."""
    return views.sitemap(request, {"pages": PageSitemap, "clusters": ClusterSitemap, "offerings": OfferingSitemap})
