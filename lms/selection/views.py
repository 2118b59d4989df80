"""What everybody sees of calls: the list, and the page of each with criteria, rules and the reader's own state."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import anyone
from lms.pages.trail import Step

from .asking import asked_of, asking_of
from .eligibility import closed, obstacles
from .models import Application, Assessor, Call
from .permissions import assessor_of, can_run_calls, visible_calls
from .words import refusal

PER_PAGE = 20


@anyone
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls, the open ones first, with what the reader has to do with each."""
    page = Paginator(visible_calls(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows, now = list(page.object_list), timezone.now()
    own: dict[int, Application] = {}
    scores: set[int] = set()
    if request.user.is_authenticated:
        mine = Application.objects.filter(call__in=rows, person=request.user)
        own = {one.call_id: one for one in mine}
        jury = Assessor.objects.filter(call__in=rows, person=request.user, removed_at=None)
        scores = set(jury.values_list("call_id", flat=True))
    cards = [{"call": c, "open": c.is_open(now), "own": own.get(c.pk), "scores": c.pk in scores} for c in rows]
    context = {
        "breadcrumb": [Step(_("Calls"))],
        "cards": sorted(cards, key=lambda card: not card["open"]),
        "page": page,
        "runs_calls": can_run_calls(request.user),
    }
    return render(request, "selection/calls.html", context)


@anyone
@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a call with everything that decides, before anybody applies."""
    found = get_object_or_404(visible_calls(request.user), slug=slug)
    now, own, in_the_way = timezone.now(), None, []
    if request.user.is_authenticated:
        own = Application.objects.filter(call=found, person=request.user).first()
        reasons = obstacles(asked_of(found), asking_of(request.user, found), now)
        in_the_way = [refusal(code, found) for code in reasons]
    elif reason := closed(asked_of(found), now):
        in_the_way = [refusal(reason, found)]
    context: dict[str, Any] = {
        "breadcrumb": trail(found),
        "call": found,
        "criteria": list(found.criteria.all()),
        "total": sum(one.weight for one in found.criteria.all()),
        "tie_rules": found.tie_rules.select_related("criterion"),
        "questions": found.questions.all(),
        "roles": list(found.eligibility_rules.all()),
        "own": own,
        "in_the_way": in_the_way,
        "assesses": assessor_of(request.user, found) is not None,
        "runs_calls": can_run_calls(request.user),
    }
    return render(request, "selection/call.html", context)


def trail(found: Call, *below: Step) -> list[Step]:
    """Return the way from the calls to a call, and to a page below it."""
    here = reverse("selection:call", args=[found.slug]) if below else ""
    return [Step(_("Calls"), reverse("selection:calls")), Step(str(found.title), here), *below]


def desk_trail(found: Call, *below: Step) -> list[Step]:
    """Return the way to the coordinators' desk of a call, and to a page below it."""
    here = reverse("selection:desk", args=[found.slug]) if below else ""
    return trail(found, Step(_("Run the call"), here), *below)
