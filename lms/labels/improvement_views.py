"""Pages of the areas of improvement of a label track."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.access import person_of, signed_in
from lms.clusters.models import Cluster

from .evidence_actions import refuse_accepted, remove_improvement, save_improvement
from .forms import ImprovementForm
from .label_records import counting_round
from .models import ImprovementArea
from .views import attempt, by_now, own_cluster, readable_cluster, review_page, to_track, trail

PART = "improvements"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@form_page
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Describe an area of improvement."""
    return _form_page(request, own_cluster(request, slug), None)


@signed_in
@form_page
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change an area that is not accepted."""
    cluster = own_cluster(request, slug)
    area = _area(request, slug, pk)
    if area.is_accepted:
        return _kept(request, area)
    return _form_page(request, cluster, area)


@signed_in
@form_page
def review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept an area, or not."""
    return review_page(request, _area(request, slug, pk), back_to=PART)


@signed_in
@form_page
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then take an area away."""
    cluster = own_cluster(request, slug)
    area = _area(request, slug, pk)
    if area.is_accepted:
        return _kept(request, area)
    if request.method == "POST":
        try:
            remove_improvement(area=area, by=person_of(request))
        except ValidationError as error:  # accepted at this moment
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Removed: %(area)s.") % {"area": area})
        return to_track(cluster, PART)
    context = {"cluster": cluster, "piece": area, "breadcrumb": trail(cluster, _("Remove an area of improvement"))}
    return render(request, "labels/remove.html", context)


def _form_page(request: HttpRequest, cluster: Cluster, area: ImprovementArea | None) -> HttpResponse:
    counting = counting_round(cluster)
    framework = counting.framework_id if counting else None
    form = ImprovementForm(request.POST or None, framework=framework, area=area)
    of_cluster: dict[str, Any] = {"cluster": cluster, "area": area}
    done = attempt(form, lambda data: save_improvement(**of_cluster, **by_now(request), **{"indicators": [], **data}))
    if done is not None:
        messages.success(request, _("Saved: a coordinator or an assessor looks at it."))
        return to_track(cluster, PART)
    name = _("Change an area of improvement") if area else _("Describe an area of improvement")
    context = {"cluster": cluster, "area": area, "form": form, "name": name, "breadcrumb": trail(cluster, name)}
    return render(request, "labels/improvement.html", context)


def _kept(request: HttpRequest, area: ImprovementArea) -> HttpResponse:
    """Say why an accepted area does not change."""
    try:
        refuse_accepted(area)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return to_track(area.cluster, PART)


def _area(request: HttpRequest, slug: str, pk: int) -> ImprovementArea:
    """Return an area of a cluster whose track the person may see, or answer 404."""
    cluster = readable_cluster(request, slug)
    areas = ImprovementArea.objects.select_related("cluster", "written_by", "reviewed_by")
    return get_object_or_404(areas.prefetch_related("indicators"), cluster=cluster, pk=pk)
