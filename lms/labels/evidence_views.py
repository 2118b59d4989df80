"""Pages of the pieces of evidence of a label track."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import person_of, signed_in
from lms.clusters.models import LabelAward
from lms.pages.uploads import private_file_response

from .evidence_actions import add_evidence, asked_evidence, refuse_accepted, remove_evidence
from .forms import EvidenceForm
from .models import LabelEvidence, LabelRequirement
from .views import attempt, by_now, own_cluster, readable_cluster, review_page, to_track, trail

form_page = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@form_page
def add(request: HttpRequest, slug: str, level: str, requirement: str) -> HttpResponse:
    """Attach a piece of evidence to a requirement."""
    cluster = own_cluster(request, slug)
    asked = asked_evidence(level, requirement, timezone.now())
    if asked is None:
        raise Http404
    form = EvidenceForm(request.POST or None, request.FILES or None)
    asked_for: dict[str, Any] = {"cluster": cluster, "level": level, "requirement": requirement}
    done = attempt(form, lambda data: add_evidence(**asked_for, **by_now(request), **data))
    if done is not None:
        messages.success(request, _("Attached: a coordinator or an assessor looks at it."))
        return to_track(cluster, requirement)
    context = {
        "cluster": cluster,
        "requirement": asked,
        "label": LabelAward.Level(level).label,
        "form": form,
        "breadcrumb": trail(cluster, _("Attach evidence")),
    }
    return render(request, "labels/add_evidence.html", context)


@signed_in
@require_safe
def download(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Send the file of a piece to whoever may see the track."""
    piece = _piece(request, slug, key)
    if not piece.file:
        raise Http404
    return private_file_response(piece.file, piece.filename)


@signed_in
@form_page
def review(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Accept a piece, or not."""
    piece = _piece(request, slug, key)
    return review_page(request, piece, back_to=piece.requirement, requirement=_answered(piece))


@signed_in
@form_page
def remove(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Ask, then take a piece away."""
    cluster = own_cluster(request, slug)
    piece = _piece(request, slug, key)
    try:
        if request.method == "POST":
            remove_evidence(piece=piece, by=person_of(request))
        else:
            refuse_accepted(piece)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return to_track(cluster, piece.requirement)
    if request.method == "POST":
        messages.success(request, _("Removed."))
        return to_track(cluster, piece.requirement)
    context = {
        "cluster": cluster,
        "piece": piece,
        "requirement": _answered(piece),
        "breadcrumb": trail(cluster, _("Remove evidence")),
    }
    return render(request, "labels/remove.html", context)


def _answered(piece: LabelEvidence) -> LabelRequirement | None:
    """Return what a piece answers, as the rule in force words it; none when the label no longer asks for it."""
    return asked_evidence(piece.level, piece.requirement, timezone.now())


def _piece(request: HttpRequest, slug: str, key: UUID) -> LabelEvidence:
    """Return a piece of a cluster whose track the person may see, or answer 404."""
    cluster = readable_cluster(request, slug)
    pieces = LabelEvidence.objects.select_related("cluster", "written_by", "reviewed_by")
    return get_object_or_404(pieces, cluster=cluster, key=key)
