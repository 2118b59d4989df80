"""The coordinators' editor of a call: made from a pattern, then each part on a page of its own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.access import allowed, person_of
from lms.pages.trail import Step
from lms.staff_submissions import refuse_unreadable

from .call_actions import change_draft, create_call
from .call_forms import PARTS, CallForm, StartForm
from .models import Call
from .permissions import can_run_calls
from .views import desk_trail

form_page = require_http_methods(["GET", "HEAD", "POST"])
coordinators = allowed(can_run_calls)


@coordinators
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Make a call from a pattern."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        try:
            made = create_call(kind=kind, values=form.values, by=person_of(request), now=timezone.now())
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, _("The draft is made: write its text, then look at criteria and questions."))
            return redirect("selection:edit", slug=made.slug)
    context = {"form": form, "breadcrumb": [Step(_("Calls"), reverse("selection:calls")), Step(_("New call"))]}
    return render(request, "selection/new.html", context)


@coordinators
@form_page
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a draft says and how many it chooses."""
    call = _draft(slug)
    form = CallForm(request.POST or None, instance=call)
    if request.method == "POST" and form.is_valid() and _written(request, call, form, form.write):
        return redirect("selection:desk", slug=form.instance.slug)
    title = Call.objects.get(pk=call.pk)  # the form has changed the one that it holds
    context = {"call": title, "form": form, "breadcrumb": desk_trail(title, Step(_("Text, dates and places")))}
    return render(request, "selection/edit.html", context)


@coordinators
@form_page
def part(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change the criteria, the questions, or the rules for equal scores of a draft."""
    if name not in PARTS:
        raise Http404
    call, (title, formset_class) = _draft(slug), PARTS[name]
    if request.method == "POST":
        refuse_unreadable(request.POST)
    extra: dict[str, Any] = {"form_kwargs": {"call": call}} if name == "ties" else {}
    formset = formset_class(request.POST or None, instance=call, prefix="rows", **extra)
    if request.method == "POST" and formset.is_valid() and _written(request, call, formset, formset.save):
        return redirect("selection:desk", slug=slug)
    context = {"call": call, "title": title, "formset": formset, "breadcrumb": desk_trail(call, Step(str(title)))}
    return render(request, "selection/part.html", context)


def _written(request: HttpRequest, call: Call, form: Any, write: Any) -> bool:
    """Write and say so, or put the refusal above the form."""
    try:
        change_draft(call=call, write=write, by=person_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, _("Saved."))
    return True


def _draft(slug: str) -> Call:
    """Return a draft; what is published cannot be changed, so there is no page for it."""
    return get_object_or_404(Call, slug=slug, status=Call.Status.DRAFT)
