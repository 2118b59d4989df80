"""The feeds themselves: whoever knows an address reads it, as its owner would at that moment."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseGone
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import anyone

from .empty_feed import never_empty
from .feed_events import asked_by, feed_of
from .ics import Feed, etag_of, ics_of
from .models import FeedAddress

CONTENT_TYPE = "text/calendar; charset=utf-8"


@anyone
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Send the calendar, or nothing when the client has it already.

    A replaced address is gone; an unknown one, and that of somebody whose account is closed, was never there.
    """
    address = FeedAddress.objects.of_the_living().filter(token=token).first()
    if address is None:
        raise Http404
    if address.replaced_at is not None:
        return HttpResponseGone(_("This address was replaced or removed by its owner."), content_type="text/plain")
    shown = feed_of(asked_by(address), now=timezone.now())
    shown = never_empty(shown, key=f"feed-{address.pk}", made_at=address.created_at, person=address.person)
    return calendar_response(request, shown, address.person.language)


def calendar_response(request: HttpRequest, shown: Feed, language: str) -> HttpResponseBase:
    """Return the calendar with its ETag; it is made only when the client does not have it."""
    etag = etag_of(shown)
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Language": language,
        "X-Robots-Tag": "noindex, nofollow",
    }
    response = HttpResponse(content_type=CONTENT_TYPE, headers=headers)
    # A short answer without the calendar (304, 412) comes in the place of the one that would carry it.
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not None and answer is not response:
        return answer
    response.content = ics_of(shown)
    return response
