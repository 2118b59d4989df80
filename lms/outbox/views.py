"""Everybody's own notices: what the programme wrote to the person, and what comes by e-mail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import signed_in
from lms.pages.trail import Step
from lms.people.models import User

from . import actions
from .forms import TopicsForm
from .models import Message, NoticePreference, Topic
from .models.preferences import ALWAYS_MAILED

NOTICES_PER_PAGE = 20


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show a person's own notices, the latest first."""
    page = Paginator(Message.objects.of(request.user).for_list(), NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    unread = Message.objects.of(request.user).unread().count()
    context = {"page": page, "unread": unread, "breadcrumb": [Step(_("Notices"))]}
    return render(request, "outbox/notices.html", context)


@signed_in
@require_safe
def notice(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one notice; that it was read is said by a button, not by looking."""
    found = get_object_or_404(Message.objects.of(request.user), key=key)
    breadcrumb = [Step(_("Notices"), reverse("outbox:notices")), Step(found.subject)]
    return render(request, "outbox/notice.html", {"notice": found, "breadcrumb": breadcrumb})


@signed_in
@require_POST
def read(request: HttpRequest, key: UUID) -> HttpResponse:
    """Mark one notice as read."""
    person: Any = request.user
    found = get_object_or_404(Message.objects.of(person), key=key)
    actions.mark_read(message=found, by=person, now=timezone.now())
    return redirect("outbox:notices")


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    person: Any = request.user
    count = actions.mark_all_read(by=person, now=timezone.now())
    words = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
    messages.success(request, words % {"count": count})
    return redirect("outbox:notices")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Let people choose which topics come by e-mail too."""
    person: Any = request.user
    form = TopicsForm(request.POST if request.method == "POST" else None, initial={"by_email": _mailed(person)})
    if form.is_valid():
        actions.choose_topics(person=person, by_email=form.cleaned_data["by_email"])
        messages.success(request, _("Saved. Notices of every topic are still found on this site."))
        return redirect("outbox:preferences")
    breadcrumb = [Step(_("Notices"), reverse("outbox:notices")), Step(_("E-mails"))]
    context = {"form": form, "always": [topic.label for topic in ALWAYS_MAILED], "breadcrumb": breadcrumb}
    return render(request, "outbox/preferences.html", context)


def _mailed(person: User) -> list[str]:
    """Return the topics that come by e-mail now."""
    muted = NoticePreference.objects.muted([person.pk], Topic.values).values_list("topic", flat=True)
    return [topic for topic in Topic.values if topic not in set(muted)]
