"""The public pages of an invitation: whoever holds the link accepts, or asks for another one."""

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.access import anyone

from .acceptance import accept_invitation
from .acceptance_form import AcceptanceForm
from .invitation_links import Link, LinkState, ends_at, read_link
from .invitations import renew_invitation
from .models import ConsentText, User
from .permissions import needs_second_factor

ONE_LETTER = timedelta(minutes=10)  # a second click is not a second mail
GONE = {LinkState.BROKEN: 404, LinkState.INACTIVE: 403}


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what accepting asks for; accept, sign in, and go to the desk or to the second factor."""
    link = read_link(token, timezone.now())
    if link.state != LinkState.VALID or link.person is None:
        return _closed(request, link, token)
    # A copy: what a mistaken form holds must not be what the page says of the person.
    person = User.objects.get(pk=link.person.pk)
    form = AcceptanceForm(request.POST or None, instance=person, texts=_texts())
    if request.method == "POST" and form.is_valid() and (accepted := _accepted(form, token)):
        return _signed_in(request, accepted)
    return render(request, "people/invitation.html", _page(link.person, form, token))


@anyone
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the address that the old one was sent to; whoever asks never sees it."""
    now = timezone.now()
    link = read_link(token, now)
    if link.person is None or link.state not in (LinkState.EXPIRED, LinkState.REPLACED):
        return redirect("people:invitation", token=token)
    if link.person.invited_at is None or now - link.person.invited_at > ONE_LETTER:
        renew_invitation(person=link.person, now=now)
    return render(request, "people/invitation_sent.html")


def _accepted(form: AcceptanceForm, token: str) -> User | None:
    try:
        return accept_invitation(token=token, answers=form.answers(), now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


def _signed_in(request: HttpRequest, person: User) -> HttpResponse:
    """Sign the person in; whoever was signed in here before is signed out by it."""
    if request.user.is_authenticated and request.user.pk != person.pk:
        request.session.flush()
    # The password was typed this very moment: the second factor may be set up without typing it again.
    record_authentication(request, person, method="password", email=person.email, reauthenticated=True)
    is_staff = settings.STAFF_NEED_SECOND_FACTOR and needs_second_factor(person)
    with override(person.language):
        answer: HttpResponse = perform_login(
            request, person, email_verification="none", redirect_url=_first_page(is_staff)
        )
        if is_staff:
            messages.warning(request, _("Coordinators sign in with a second factor: set one up to go on."))
    return answer


def _first_page(is_staff: bool) -> str:
    return redirect("mfa_index" if is_staff else settings.LOGIN_REDIRECT_URL)["Location"]


def _texts() -> dict[str, ConsentText]:
    today = timezone.localdate()
    return {text.purpose: text for text in ConsentText.objects.current(today)}


def _page(person: User, form: AcceptanceForm, token: str) -> dict[str, Any]:
    today = timezone.localdate()
    grants = person.role_grants.select_related("cluster").order_by("valid_from", "pk")
    return {
        "person": person,
        "form": form,
        "token": token,
        "roles": [grant for grant in grants if grant.valid_until is None or grant.valid_until >= today],
        "ends_at": ends_at(person),
        "notice": _shown(form.texts.get(ConsentText.Purpose.PRIVACY_NOTICE)),
        "public_name": _shown(form.texts.get(ConsentText.Purpose.PUBLIC_NAME)),
    }


def _shown(text: ConsentText | None) -> dict[str, str] | None:
    """Return title and words of a text, with the address of the programme office."""
    if text is None:
        return None
    return {"title": str(text.title), "words": str(text.text).replace("{contact}", settings.CONTACT_EMAIL)}


def _closed(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    context = {"state": str(link.state), "token": token}
    return render(request, "people/invitation_closed.html", context, status=GONE.get(link.state, 200))
