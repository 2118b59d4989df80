"""The page of one's own profile."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from lms.access import signed_in
from lms.pages.trail import Step

from .models import User
from .profile import WORDS, missing_words
from .profile_actions import change_profile
from .profile_form import ProfileForm


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show what one says of oneself, and change it."""
    # A copy: what a mistaken form holds must not be what the frame of the page shows of the person.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid() and _is_saved(form, request):
        with override(person.language):
            messages.success(request, _("Your profile is saved."))
            return redirect("people:profile")
    return render(request, "people/profile.html", _page(form, request.user))


def _is_saved(form: ProfileForm, request: HttpRequest) -> bool:
    by: Any = request.user
    try:
        change_profile(person=form.instance, by=by, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _page(form: ProfileForm, person: Any) -> dict[str, Any]:
    """Return the fields in the order of the page, and what the stored profile does not say yet."""
    return {
        "form": form,
        "person": person,
        "pairs": [(form["job_title_it"], form["job_title_en"]), (form["about_it"], form["about_en"])],
        "missing": missing_words({name: getattr(person, name) for name in WORDS}),
        "breadcrumb": [Step(_("My profile"))],
    }
