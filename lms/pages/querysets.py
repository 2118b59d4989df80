"""Pages by who may read them."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def open_to_everybody(pages: Any) -> Any:
    """Keep the pages that neither they themselves nor a page above them restrict, without a query of its own."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restricted = PageViewRestriction.objects.annotate(of=path).filter(of__startswith=F("page__path"))
    return pages.filter(~Exists(restricted))
