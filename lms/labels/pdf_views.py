"""Benchmark and label track as a file for the cluster's board."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.access import signed_in
from lms.benchmarking.benchmark_page import Asked
from lms.benchmarking.views import readable_cluster
from lms.pdf.responses import pdf_response
from lms.pdf.words import said

from .board_page import BoardPage, board_page
from .board_pdf import board_pdf, title_of


@signed_in
@require_safe
def board_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Print the round and the reference that the benchmark's page would show for the same question."""
    cluster = readable_cluster(request, slug)
    asked = Asked(on=request.GET.get("on", ""), reference=request.GET.get("reference", ""))
    page = board_page(request.user, cluster, asked, timezone.localdate())
    if page is None:
        raise Http404
    printed = board_pdf(
        page,
        made_at=timezone.now(),
        address=request.build_absolute_uri(_address(page)),
        programme=settings.WAGTAIL_SITE_NAME,
        warning=said("components/demonstration_words.html", request),
    )
    return pdf_response(printed, f"{title_of(page)} – {page.benchmark.on}")


def _address(page: BoardPage) -> str:
    shown = {"on": page.benchmark.on, "reference": page.benchmark.comparison.chosen}
    return f"{reverse('benchmarking:benchmark', args=[page.benchmark.cluster.slug])}?{urlencode(shown)}"
