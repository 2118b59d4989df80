"""The admin's pages of the import: upload, preview, commit."""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from lms.access import allowed

from .actions import ask_to_commit, resume_import, start_import
from .forms import UploadForm
from .import_page import is_waiting, preview_of, problems_of, progress_of, standing_of
from .models import BenchmarkImport
from .permissions import can_import_benchmarks
from .removing import open_of, withdraw_import
from .tasks import commit_upload, read_upload

MOST_RECENT = 20
DIGEST = re.compile("[0-9a-f]{64}")


@allowed(can_import_benchmarks)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and go to its page; show the form and the latest uploads."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid() and (key := _start(request, form)):
        return redirect("benchmark_import:upload", key=key)
    recent = BenchmarkImport.objects.select_related("uploaded_by").defer("preview", "problems")[:MOST_RECENT]
    return render(request, "benchmarking/admin/import.html", _frame() | {"form": form, "recent": recent})


@allowed(can_import_benchmarks)
@never_cache
@require_safe
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far an upload is: being read, refused, ready or committed."""
    found = get_object_or_404(BenchmarkImport.objects.select_related("uploaded_by"), key=key)
    context = _frame(found) | {
        "upload": found,
        "is_waiting": is_waiting(found),
        "progress": progress_of(found, timezone.now()),
        "problems": problems_of(found),
        "preview": preview_of(found),
        "standing": standing_of(found),
    }
    return render(request, "benchmarking/admin/import_upload.html", context)


@allowed(can_import_benchmarks)
@never_cache
@require_safe
def progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer the page that waits."""
    found = get_object_or_404(BenchmarkImport.objects.defer("preview", "problems"), key=key)
    return JsonResponse(progress_of(found, timezone.now()))


@allowed(can_import_benchmarks)
@require_POST
def commit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Have the upload committed."""
    found = get_object_or_404(BenchmarkImport, key=key)
    replace, seen = request.POST.get("replace") == "on", request.POST.get("seen", "")
    seen = seen if DIGEST.fullmatch(seen) else ""
    try:
        ask_to_commit(upload=found, replace=replace, seen=seen, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        commit_upload.enqueue(str(key), request.user.pk)
    return redirect("benchmark_import:upload", key=key)


@allowed(can_import_benchmarks)
@require_POST
def resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Queue once more what the background work left lying."""
    found = get_object_or_404(BenchmarkImport, key=key)
    try:
        resume_import(upload=found, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _enqueue_again(found, request.user)
    return redirect("benchmark_import:upload", key=key)


@allowed(can_import_benchmarks)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask, then remove every open assessment that the import created."""
    found = get_object_or_404(BenchmarkImport.objects.filter(status=BenchmarkImport.Status.COMMITTED), key=key)
    if request.method == "POST":
        _take_back(request, found)
        return redirect("benchmark_import:upload", key=key)
    context = _frame(found) | {"upload": found, "assessments": list(open_of(found))}
    return render(request, "benchmarking/admin/import_take_back.html", context)


def _take_back(request: HttpRequest, found: BenchmarkImport) -> None:
    try:
        count = withdraw_import(upload=found, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext("%(count)s assessment was removed.", "%(count)s assessments were removed.", count)
        messages.success(request, said % {"count": count})


def _start(request: HttpRequest, form: UploadForm) -> UUID | None:
    try:
        started = start_import(
            file=form.cleaned_data["file"], options=form.options(), by=request.user, now=timezone.now()
        )
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None
    read_upload.enqueue(str(started.key))
    return started.key


def _enqueue_again(found: BenchmarkImport, user: Any) -> None:
    if found.status == BenchmarkImport.Status.READING:
        read_upload.enqueue(str(found.key))
    else:
        commit_upload.enqueue(str(found.key), user.pk)


def _frame(found: BenchmarkImport | None = None) -> dict[str, Any]:
    """Return what Wagtail's page frame shows: title and breadcrumb."""
    title = _("Import of a benchmark")
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("benchmark_import:uploads") if found else "", "label": title},
    ]
    if found:
        trail.append({"url": "", "label": found.filename})
    name = f"{title}: {found.filename}" if found else title
    return {"breadcrumbs_items": trail, "header_title": name, "page_title": title, "header_icon": "upload"}
