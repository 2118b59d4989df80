"""Pages that span apps: the desk, the clusters, search."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import anyone, signed_in
from lms.clusters.models import Cluster
from lms.pages.trail import Step

from .cluster_pages import card_of, doors_of, people_named
from .desk import desk_of
from .search import search_site

CLUSTERS_PER_PAGE = 30


@anyone
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers off what is not for them, and show them what is."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /it/account/", "Disallow: /en/account/"]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@anyone
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead programs that ask for the icon without reading the page to where it is."""
    return redirect(static("img/favicon.svg"))


@anyone
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """There is one way in: the admin's sign-in leads to it. Who is in already but has no right there is told so."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    after = request.GET.get("next", reverse("wagtailadmin_home"))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': after})}")


@anyone
def admin_password_reset(request: HttpRequest) -> HttpResponse:
    """There is one way to a new password: the admin's own leads to it."""
    return redirect("account_reset_password")


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Where each person starts: what is theirs, and what to do next."""
    context = desk_of(request.user, request.GET.get("page", "1"), timezone.now())
    return render(request, "dashboard/desk.html", context | {"breadcrumb": [Step(_("My desk"))]})


@anyone
@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Show all clusters with the labels they hold today."""
    page = Paginator(Cluster.objects.for_list(), CLUSTERS_PER_PAGE).get_page(request.GET.get("page", "1"))
    today = timezone.localdate()
    context = {
        "page": page,
        "cards": [card_of(cluster, today) for cluster in page],
        "breadcrumb": [Step(_("Clusters"))],
    }
    return render(request, "dashboard/clusters.html", context)


@anyone
@require_safe
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one cluster: public facts, and the people who agreed to be named."""
    found = get_object_or_404(Cluster.objects.for_list(), slug=slug)
    today = timezone.localdate()
    context = {
        "cluster": found,
        "card": card_of(found, today),
        "people": people_named(found, today),
        "breadcrumb": [Step(_("Clusters"), reverse("dashboard:clusters")), Step(found.name)],
    }
    return render(request, "dashboard/cluster.html", context | doors_of(request.user, found))


@anyone
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search what everybody may see, in the language of the page."""
    context = search_site(request.GET.get("q", ""))
    return render(request, "dashboard/search.html", context | {"breadcrumb": [Step(_("Search"))]})
