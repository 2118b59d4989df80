"""The page of one's feeds, and the calendar of one offering as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import person_of, signed_in
from lms.pages.trail import Step
from lms.people.models import User
from lms.training.models import Offering

from .actions import make_address, remove_address, replace_address
from .empty_feed import never_empty
from .feed_events import Asked, feed_of
from .feed_links import FeedLink, chooses_clusters, feed_links_for
from .feed_views import calendar_response
from .forms import FeedForm
from .models import FeedAddress

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Show the feeds that the reader has or could have."""
    return _page(request, FeedForm(person=person_of(request)))


@signed_in
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the address of a feed; asked again, the same one is shown."""
    person = person_of(request)
    form = FeedForm(request.POST, person=person)
    if not form.is_valid():
        messages.error(request, _("There is no such calendar for you: choose one of those on this page."))
        return redirect("calendars:feeds")
    address = make_address(by=person, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The address is ready: copy it into your calendar."))
    return _to(address)


@signed_in
@asks_first
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then let the address die and make another."""
    address = _own(request, pk)
    if request.method == "POST":
        made = replace_address(address=address, by=person_of(request), now=timezone.now())
        messages.success(request, _("The old address is dead: put the new one into your calendar."))
        return _to(made)
    return _ask(request, address, "calendars/replace.html", _("Replace the address"))


@signed_in
@asks_first
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then let the address die."""
    address = _own(request, pk)
    if request.method == "POST":
        remove_address(address=address, by=person_of(request), now=timezone.now())
        messages.success(request, _("The address is dead: nobody reads this calendar by it any more."))
        return redirect("calendars:feeds")
    return _ask(request, address, "calendars/remove.html", _("Remove the address"))


@signed_in
@require_safe
def sessions(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the sessions of one offering as a file, in the language of the page."""
    offering = get_object_or_404(Offering.objects.announced(), code=code)
    asked = Asked(FeedAddress.Kind.OFFERING, person_of(request), offering)
    language = get_language() or ""
    made_at = offering.published_at or offering.created_at
    shown = feed_of(asked, now=timezone.now(), language=language)
    shown = never_empty(shown, key=f"offering-{offering.pk}", made_at=made_at, person=asked.person, language=language)
    response = calendar_response(request, shown, language)
    response["Content-Disposition"] = f'attachment; filename="{offering.code}.ics"'
    return response


def _page(request: HttpRequest, form: FeedForm) -> HttpResponse:
    person: User = person_of(request)
    context = {
        "links": feed_links_for(person),
        "form": form if chooses_clusters(person) else None,
        "breadcrumb": [Step(_("My calendars"))],
    }
    return render(request, "calendars/feeds.html", context)


def _ask(request: HttpRequest, address: FeedAddress, template: str, title: str) -> HttpResponse:
    trail = [Step(_("My calendars"), reverse("calendars:feeds")), Step(title)]
    link = FeedLink(address.kind, address.cluster, address)
    return render(request, template, {"link": link, "breadcrumb": trail})


def _own(request: HttpRequest, pk: int) -> FeedAddress:
    """Return a live address of the reader, or answer 404."""
    mine = FeedAddress.objects.filter(person=person_of(request), replaced_at=None)
    return get_object_or_404(mine.select_related("offering", "cluster"), pk=pk)


def _to(address: FeedAddress) -> HttpResponse:
    return redirect(f"{reverse('calendars:feeds')}#feed-{address.pk}")
