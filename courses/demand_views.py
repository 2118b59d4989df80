"""The programme from above: what modules are needed, by whom, and which editions would help most."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from lms.access import allowed
from lms.pages.htmx import is_htmx
from lms.pages.trail import Step

from .demand import Editions, best_editions
from .demand_file import FILES
from .demand_filters import MOST_EDITIONS, DemandForm, columns, editions_asked, order_of, query_of, sorted_rows
from .demand_page import DemandPage, EditionsShown, demand_page, shown_editions
from .demand_tasks import choose_editions_in_background
from .permissions import can_edit_plans

AT_ONCE = 1_000  # parties x modules up to which the best editions are chosen while the person waits: 0.1 s


@allowed(can_edit_plans)
@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    """Show every module with who needs it, where the gaps lie, and the best editions to open."""
    page = demand_page()
    count = editions_asked(request.GET.get("editions", ""))
    is_large = len(page.inputs.parties) * len(page.inputs.modules) > AT_ONCE
    editions = None if is_large else _editions(page, count)
    return render(request, "courses/demand.html", _context(request, page, count, editions) | {"is_large": is_large})


@allowed(can_edit_plans)
@require_safe
def demand_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the table of modules, filtered and sorted as on the page, as XLSX or CSV."""
    if kind not in FILES:
        raise Http404
    page = demand_page()
    form = DemandForm(request.GET, page)
    rows = sorted_rows(filter(form.keeps, page.rows), order_of(request.GET.get("sort", "")))
    return FILES[kind](page, rows)


@allowed(can_edit_plans)
@require_POST
def choose_editions(request: HttpRequest) -> HttpResponse:
    """Have the best editions chosen in background work, for a programme so large that it takes a while."""
    count = editions_asked(request.POST.get("editions", ""))
    result = choose_editions_in_background.enqueue(count=count)
    return redirect("courses:editions_progress", result.id)


@allowed(can_edit_plans)
@require_safe
def editions_progress(request: HttpRequest, task: uuid.UUID) -> HttpResponse:
    """Show how the choice is getting on, then the choice; the page asks again every second."""
    try:
        result = choose_editions_in_background.get_result(str(task))
    except (TaskResultDoesNotExist, TaskResultMismatch) as error:
        raise Http404 from error
    context: dict[str, Any] = {"path": request.path, "state": result.status, "crumbs": _way()}
    if result.status == TaskResultStatus.SUCCESSFUL and result.return_value:
        context["editions"] = _chosen(result.return_value)
    is_part = is_htmx(request)
    return render(request, "courses/_editions_progress.html" if is_part else "courses/editions_progress.html", context)


def _chosen(stored: dict[str, Any]) -> EditionsShown:
    """Put names to a stored choice, as they are called today; a module that is gone since is left out."""
    page = demand_page()
    offered = {module.code for module in page.inputs.modules}
    editions = Editions(
        modules=tuple(code for code in stored["modules"] if code in offered),
        closes=stored["closes"],
        clusters=tuple(stored["clusters"]),
        officials=tuple(stored["officials"]),
    )
    return shown_editions(page, editions, stored["count"])


def _editions(page: DemandPage, count: int) -> EditionsShown | None:
    found = best_editions([module.code for module in page.inputs.modules], page.inputs.parties, count)
    return shown_editions(page, found, count) if found and found.modules else None


def _context(request: HttpRequest, page: DemandPage, count: int, editions: EditionsShown | None) -> dict[str, Any]:
    form, order = DemandForm(request.GET, page), order_of(request.GET.get("sort", ""))
    return {
        "page": page,
        "crumbs": [Step(_("What the programme needs"))],
        "form": form,
        "rows": sorted_rows(filter(form.keeps, page.rows), order),
        "columns": columns(form, order, _labels()),
        "order": order,
        "editions": editions,
        "count": count,
        "counts": range(1, MOST_EDITIONS + 1),
        "query": query_of(form, sort=order),
    }


def _way() -> list[Step]:
    return [Step(_("What the programme needs"), reverse("courses:demand")), Step(_("Which editions would help most"))]


def _labels() -> dict[str, str]:
    return {
        "module": _("Module"),
        "hours": _("Hours"),
        "clusters": _("Clusters that need it"),
        "officials": _("Officials who need it"),
        "closes": _("Would close of all gaps"),
        "planned": _("In published plans"),
        "done": _("Done by"),
    }
