"""Pages that span apps: the desk, the clusters, search."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.access import anyone, signed_in
from lms.clusters.models import Cluster
from lms.people.models import Role

from .search import search_site


@anyone
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers off what is not for them."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /it/account/", "Disallow: /en/account/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@anyone
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """There is one way in: the admin's sign-in leads to it."""
    after = request.GET.get("next", reverse("wagtailadmin_home"))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': after})}")


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Where each person starts: what is theirs, and what to do next."""
    return render(request, "dashboard/desk.html", {})


@anyone
@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Show all clusters with the labels they hold today."""
    context = {"clusters": Cluster.objects.for_list(), "today": timezone.localdate()}
    return render(request, "dashboard/clusters.html", context)


@anyone
@require_safe
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one cluster: public facts, and the people who agreed to be named."""
    found = get_object_or_404(Cluster.objects.for_list(), slug=slug)
    today = timezone.localdate()
    grants = found.role_grants.active(today).filter(role=Role.CLUSTER_MANAGER, listed_publicly=True)
    context = {
        "cluster": found,
        "people": [grant.user for grant in grants.select_related("user")],
        "today": today,
    }
    return render(request, "dashboard/cluster.html", context)


@anyone
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search what this person may see, in the language of the page."""
    return render(request, "dashboard/search.html", search_site(request.GET.get("q", ""), request.user))
