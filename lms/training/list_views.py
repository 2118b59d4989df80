"""Coordinators enter people by a list: upload, look what it brings about, enter them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import allowed, person_of
from lms.languages import current
from lms.spreadsheets.writing import CSV_TYPE, XLSX_TYPE

from .list_actions import ListDone, enrol_list
from .list_files import template_csv, template_xlsx
from .list_form import ListForm
from .list_reading import ListPreview, read_list, unpacked
from .models import Offering
from .people_views import people_trail
from .permissions import can_run_offerings


@allowed(can_run_offerings)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file and say what it would bring about; enter its people when that is confirmed. Nothing is kept of it."""
    offering = get_object_or_404(Offering, code=code)
    if request.method == "POST" and "packed" in request.POST:
        return _entered(request, offering)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    preview = _read(form, offering) if request.method == "POST" and form.is_valid() else None
    return render(request, "training/list.html", _context(offering, form) | {"preview": preview})


@allowed(can_run_offerings)
@require_safe
def template(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Send the file to fill in."""
    get_object_or_404(Offering, code=code)
    if kind not in FILES:
        raise Http404
    content_type, write = FILES[kind]
    response = HttpResponse(write(current()), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(_("people to enter"))}.{kind}"'
    return response


FILES = {"xlsx": (XLSX_TYPE, template_xlsx), "csv": (CSV_TYPE, template_csv)}


def _read(form: ListForm, offering: Offering) -> ListPreview | None:
    try:
        return read_list(form.cleaned_data["file"], offering, now=timezone.now())
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


def _entered(request: HttpRequest, offering: Offering) -> HttpResponse:
    """Enter everybody of the preview, or nobody."""
    try:
        rows = unpacked(request.POST["packed"], offering)
        done = enrol_list(offering=offering.code, rows=rows, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        form = ListForm()
        context = _context(offering, form) | {"refused": error.messages}
        return render(request, "training/list.html", context)
    messages.success(request, _said(done))
    return redirect("training:people", code=offering.code)


def _said(done: ListDone) -> str:
    """Say what the list did."""
    return _("From the list: %(seated)s with a seat, %(waiting)s in the queue, %(unchanged)s as before.") % {
        "seated": done.seated,
        "waiting": done.waiting,
        "unchanged": done.unchanged,
    }


def _context(offering: Offering, form: ListForm) -> dict[str, Any]:
    return {"offering": offering, "form": form, "breadcrumb": people_trail(offering, _("Enter a list"))}
