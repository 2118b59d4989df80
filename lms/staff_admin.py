"""What every screen of the staff's admin shares: it asks about the object, and refuses with a sentence.

Wagtail's generic views ask a permission policy about the model only; the classes here ask it about the object as
well, so a policy that protects one instance holds on every screen.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, NullAdminURLFinder
from wagtail.admin.panels import InlinePanel
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from lms.staff_submissions import ActionMayRefuse, ReadableSubmission


class AsksAboutObject:
    """Refuses a person to whom the policy denies this very object, whatever it says about the model."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Return the object, or raise PermissionDenied."""
        instance = super().get_object(*args, **kwargs)  # type: ignore[misc]  # a mixin of Wagtail's views
        wanted = [self.permission_required] if self.permission_required else self.any_permission_required  # type: ignore[attr-defined]  # a mixin
        if not any(self.user_has_permission_for_instance(verb, instance) for verb in wanted or []):  # type: ignore[attr-defined]  # a mixin
            raise PermissionDenied
        return instance


class CreateView(ReadableSubmission, ActionMayRefuse, generic.CreateView):
    """Adds an object."""


class EditView(ReadableSubmission, ActionMayRefuse, AsksAboutObject, generic.EditView):
    """Changes an object."""


class DeleteView(AsksAboutObject, generic.DeleteView):
    """Deletes an object, unless something needs it."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Say what stands in the way instead of failing."""
        try:
            return super().form_valid(form)
        except ProtectedError as error:
            kinds = {str(thing._meta.verbose_name_plural) for thing in error.protected_objects}
            text = _("“%(object)s” cannot be deleted, since it is in use: %(kinds)s.")
            messages.error(self.request, text % {"object": self.object, "kinds": ", ".join(sorted(kinds))})
            return redirect(self.get_success_url())


class InspectView(AsksAboutObject, generic.InspectView):
    """Shows an object."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Write a dash for what is empty, and times as the clock on the wall shows them."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        return "–" if value is None or value == "" else value


class HistoryView(AsksAboutObject, history.HistoryView):
    """Shows who changed an object."""


class UsageView(AsksAboutObject, usage.UsageView):
    """Shows what points to an object."""


class ActionView(AsksAboutObject, PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # not generic at run time
    """Asks before an action on one object is done by POST; subclasses say what it is and `perform()` it."""

    model: Any = None
    index_url_name: str | None = None
    header_icon = ""
    form_class = forms.Form
    permission_required = "change"
    template_name = "staff/action.html"
    question: Any = ""
    submit_label: Any = gettext_lazy("Yes, go on")

    @property
    def by(self) -> Any:
        """The person who acts; nobody anonymous comes this far."""
        return self.request.user

    def obstacles(self) -> list[str]:
        """Return why it cannot be done at all: shown instead of the form. Nothing, unless a subclass knows of it."""
        return []

    def perform(self, cleaned_data: dict[str, Any]) -> str:
        """Do it and return the sentence that says so; raise ValidationError when it cannot be done."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Go back to the list with a message, or show the form again with what stands in the way."""
        try:
            done = self.perform(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Return to the list."""
        return reverse(self.index_url_name or "")

    def get_page_subtitle(self) -> str:
        """Name the object."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        plural = str(self.model._meta.verbose_name_plural)
        trail = [{"url": self.get_success_url(), "label": plural[:1].upper() + plural[1:]}]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.page_title, "sublabel": str(self.object)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question and where "no" leads to."""
        words = {"question": self.question, "submit_label": self.submit_label, "back_url": self.get_success_url()}
        words["obstacles"] = self.obstacles()
        return super().get_context_data(**kwargs) | words | {"media": self.get_form_class()().media}


class ListWithActions(generic.IndexView):
    """A list whose rows offer actions of our own beside Wagtail's."""

    def extra_actions(self, instance: Any) -> list[tuple[Any, str, str]]:
        """Return label, URL name and icon of each action that this row offers."""
        return []

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Add the actions to the row's menu."""
        own = [
            MenuItem(label, url=reverse(name, args=[instance.pk]), icon_name=icon, priority=50)
            for label, name, icon in self.extra_actions(instance)
        ]
        return [*super().get_list_more_buttons(instance), *own]


class ReadingURLFinder(ModelAdminURLFinder):
    """Leads from lists of all kinds of objects (history of the site, usage) to the page that shows an object."""

    def get_edit_url(self, instance: Any) -> str | None:
        """Ask for the right to read, since nothing can be changed there."""
        policy = policy_registry.get(instance)
        if self.user and policy and not policy.user_has_permission_for_instance(self.user, "view", instance):
            return None
        return self.construct_edit_url(instance)


class StaffViewSet(ModelViewSet):
    """Screens of one model. Named `<model>_admin`, since a viewset's name is a URL namespace."""

    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    inspect_view_class = InspectView
    history_view_class = HistoryView
    usage_view_class = UsageView
    copy_view_enabled = False
    add_to_admin_menu = False
    search_backend_name = None  # the database's own search fails on quotes; contains-lookups take anything
    left_out: tuple[str, ...] = ()
    action_views: dict[str, type[ActionView]] = {}

    @cached_property
    def name(self) -> str:
        """Never the name of a public namespace."""
        return f"{self.model_name}_admin"

    @property
    def url_finder_class(self) -> type[Any]:
        """Find the object's page where it has no form; Wagtail's own finder knows forms only."""
        if "edit" not in self.left_out:
            return super().url_finder_class
        if not self.inspect_view_enabled:
            return NullAdminURLFinder
        return type("PageFinder", (ReadingURLFinder,), {"edit_url_name": self.get_url_name("inspect")})

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Take the addresses that do not exist from the views that would link to them."""
        missing = dict.fromkeys([f"{name}_url_name" for name in self.left_out])
        return super().get_common_view_kwargs(**kwargs) | missing

    def get_urlpatterns(self) -> list[Any]:
        """Leave out the screens that make no sense for the model; add its actions."""
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in self.left_out]
        conv = self.pk_path_converter
        own = [
            path(f"{name.replace('_', '-')}/<{conv}:pk>/", self.construct_view(view), name=name)
            for name, view in self.action_views.items()
        ]
        return kept + own


class ReadOnlyViewSet(StaffViewSet):
    """A list and a page of each object: what is written elsewhere is read here."""

    inspect_view_enabled = True
    form_fields: list[str] = []
    left_out = ("add", "edit", "delete", "history", "history_results", "usage")


class FormInlinePanel(InlinePanel):
    """An inline panel whose rows have a form class, and a formset class, of their own."""

    def __init__(self, *args: Any, child_form: Any = None, child_formset: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_form, self.child_formset = child_form, child_formset

    def clone_kwargs(self) -> dict[str, Any]:
        """Keep them when the panel is bound to its model."""
        return super().clone_kwargs() | {"child_form": self.child_form, "child_formset": self.child_formset}

    def get_form_options(self) -> dict[str, Any]:
        """Hand them to the formset."""
        options = super().get_form_options()
        own = {"form": self.child_form, "formset": self.child_formset}
        options["formsets"][self.relation_name] |= {key: value for key, value in own.items() if value}
        return options


def may(view: PermissionCheckedMixin, request: HttpRequest, verb: str, instance: Any) -> bool:
    """Say whether the policy lets the person do this to the object."""
    return bool(view.permission_policy.user_has_permission_for_instance(request.user, verb, instance))
