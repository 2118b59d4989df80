"""The label track of a cluster, and what its other pages share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import signed_in
from lms.benchmarking.conflict_facts import conflicts_of
from lms.benchmarking.conflict_words import reasons
from lms.benchmarking.permissions import can_open_training_plan
from lms.clusters.models import Cluster
from lms.pages.trail import Step

from .forms import ReviewForm
from .models import ImprovementArea, LabelEvidence
from .permissions import can_bring_evidence, can_review, can_see_track, rights_on
from .review_actions import review_piece
from .track_page import track_page

T = TypeVar("T")


@signed_in
@require_safe
def track(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what Bronze, Silver and Gold ask of the cluster, what is met, and what to do next."""
    cluster = readable_cluster(request, slug)
    context = {
        "page": track_page(cluster, timezone.localdate()),
        "cluster": cluster,
        "rights": rights_on(request.user, cluster),
        "can_open_training_plan": can_open_training_plan(request.user, cluster),
        "breadcrumb": trail(cluster),
    }
    return render(request, "labels/track.html", context)


def readable_cluster(request: HttpRequest, slug: str) -> Cluster:
    """Return the cluster, or answer 404 to whoever may not see its track."""
    cluster = get_object_or_404(Cluster, slug=slug)
    if not can_see_track(request.user, cluster):
        raise Http404
    return cluster


def own_cluster(request: HttpRequest, slug: str) -> Cluster:
    """Return the cluster, or answer 404 to whoever may not bring anything for it."""
    cluster = readable_cluster(request, slug)
    if not can_bring_evidence(request.user, cluster):
        raise Http404
    return cluster


def trail(cluster: Cluster, page: str = "") -> list[Step]:
    """Return the way from all clusters down to the track, and to a page below it."""
    here = reverse("labels:track", args=[cluster.slug])
    steps = [
        Step(_("Clusters"), reverse("dashboard:clusters")),
        Step(cluster.name, reverse("dashboard:cluster", args=[cluster.slug])),
        Step(_("Label track"), here if page else ""),
    ]
    return [*steps, Step(page)] if page else steps


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], T]) -> T | None:
    """Act on a valid form; what the action refuses becomes a mistake of the form. None when nothing was done."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


def by_now(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "now": timezone.now()}


def to_track(cluster: Cluster, part: str = "") -> HttpResponse:
    """Go back to the track, to the part where something was done."""
    return redirect(reverse("labels:track", args=[cluster.slug]) + (f"#{part}" if part else ""))


def review_page(
    request: HttpRequest, piece: LabelEvidence | ImprovementArea, *, back_to: str, **context: Any
) -> HttpResponse:
    """Show a piece to whoever may look at it, and take the word; whoever has a conflict reads why not."""
    frame = context | {"piece": piece, "cluster": piece.cluster, "breadcrumb": trail(piece.cluster, _("Look at it"))}
    if not can_review(request.user, piece):
        return _refused(request, piece, frame)
    form = ReviewForm(request.POST or None, initial={"seen": piece.version})
    done = attempt(form, lambda data: review_piece(piece=piece, **by_now(request), **data))
    if done is not None:
        return to_track(piece.cluster, back_to)
    return render(request, "labels/review.html", frame | {"form": form})


def _refused(request: HttpRequest, piece: LabelEvidence | ImprovementArea, frame: dict[str, Any]) -> HttpResponse:
    """Say why: the own piece, or a conflict. Whoever is no assessor finds nothing here."""
    if piece.written_by_id == request.user.pk:
        why = [_("You wrote it yourself: somebody else looks at it.")]
    elif rights_on(request.user, piece.cluster).may_hear_why:
        why = reasons(conflicts_of(request.user, piece.cluster_id))
    else:
        raise Http404
    return render(request, "labels/review_refused.html", frame | {"why": why}, status=403)
