"""The admin's pages of lists of people: upload, look, invite."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from lms.access import allowed
from lms.spreadsheets.writing import CSV_TYPE, XLSX_TYPE

from .forms import PeopleListForm
from .list_actions import invite_list, judged, start_list
from .list_files import left_out_csv, template_csv, template_xlsx
from .list_page import done, shown
from .models import PeopleImport
from .permissions import can_grant_roles

MOST_RECENT = 20
Status = PeopleImport.Status


@allowed(can_grant_roles)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and go to its page; show the form and the latest lists."""
    form = PeopleListForm(request.POST, request.FILES) if request.method == "POST" else PeopleListForm()
    if request.method == "POST" and form.is_valid() and (started := _started(request, form)):
        return redirect("people_lists:list", key=started.key)
    recent = PeopleImport.objects.select_related("uploaded_by").defer("rows", "problems")[:MOST_RECENT]
    return render(request, "people/admin/lists.html", _frame() | {"form": form, "recent": recent})


@allowed(can_grant_roles)
@never_cache
@require_safe
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what the list would bring about now, or what it did."""
    found = get_object_or_404(PeopleImport.objects.select_related("uploaded_by"), key=key)
    page = done(found) if found.status == Status.DONE else shown(found, judged(found, timezone.now()))
    template = "people/admin/list_done.html" if found.status == Status.DONE else "people/admin/list.html"
    return render(request, template, _frame(found) | {"upload": found, "page": page})


@allowed(can_grant_roles)
@require_POST
def invite(request: HttpRequest, key: UUID) -> HttpResponse:
    """Invite the people of the list."""
    found = get_object_or_404(PeopleImport, key=key)
    seen, leave_out = request.POST.get("seen", ""), request.POST.get("leave_out") == "on"
    try:
        count = invite_list(upload=found, seen=seen, leave_out=leave_out, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext(
            "%(count)s person was invited or got a role.", "%(count)s people were invited or got a role.", count
        )
        messages.success(request, text % {"count": count})
    return redirect("people_lists:list", key=key)


@allowed(can_grant_roles)
@never_cache
@require_safe
def left_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the rows with problems, to be corrected and uploaded again."""
    found = get_object_or_404(PeopleImport, key=key)
    content = left_out_csv(found, judged(found, timezone.now()), _language())
    return _file(content, CSV_TYPE, _named(_("people to correct"), "csv"))


@allowed(can_grant_roles)
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the file to fill in."""
    today = timezone.localdate()
    if kind == "xlsx":
        return _file(template_xlsx(_language(), today), XLSX_TYPE, _named(_("people to invite"), "xlsx"))
    if kind == "csv":
        return _file(template_csv(_language(), today), CSV_TYPE, _named(_("people to invite"), "csv"))
    raise Http404


def _started(request: HttpRequest, form: PeopleListForm) -> PeopleImport | None:
    try:
        return start_list(file=form.cleaned_data["file"], by=request.user, now=timezone.now())
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


def _language() -> str:
    return "en" if (get_language() or "it").startswith("en") else "it"


def _named(words: str, suffix: str) -> str:
    return f"{slugify(words)}.{suffix}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _frame(found: PeopleImport | None = None) -> dict[str, Any]:
    """Return what Wagtail's page frame shows: title and breadcrumb."""
    title = _("Invite by list")
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("people_lists:lists") if found else "", "label": title},
    ]
    if found:
        trail.append({"url": "", "label": found.filename})
    name = f"{title}: {found.filename}" if found else title
    return {"breadcrumbs_items": trail, "header_title": name, "page_title": title, "header_icon": "group"}
