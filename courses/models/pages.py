"""The catalogue's pages: the words of courses and modules, one page per language, facts by foreign key."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.catalogue import catalogue_context, course_context, module_context
from lms.pages.blocks import BODY_BLOCKS
from lms.pages.querysets import open_to_everybody

from .facts import Course, Module

FEATURES = ["bold", "italic", "link", "ul", "ol"]


class CataloguePage(Page):
    """The list of modules with its filters."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/catalogue.html"

    class Meta:
        verbose_name = _("catalogue page")
        verbose_name_plural = _("catalogue pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the modules that pass the filters of the address."""
        pages = readable_modules(self)
        courses = CoursePage.objects.live().filter(locale=self.locale_id)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | catalogue_context(self, request.GET, pages.descendant_of(self), courses.child_of(self))


class CoursePage(Page):
    """The words of a course in one language."""

    course = models.ForeignKey(Course, models.PROTECT, verbose_name=_("course"), related_name="pages")
    summary = models.CharField(_("summary"), max_length=300)
    body = RichTextField(_("text"), features=FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("course"), FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course_page.html"
    override_translatable_fields = [SynchronizedField("course", overridable=False), TranslatableField("slug")]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the course's modules with their pages in this language."""
        pages = readable_modules(self).filter(module__course=self.course_id)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | course_context(self, pages)


class ModulePage(Page):
    """The words of a module in one language."""

    module = models.ForeignKey(Module, models.PROTECT, verbose_name=_("module"), related_name="pages")
    summary = models.CharField(_("summary"), max_length=300)
    outcomes = RichTextField(_("learning outcomes"), features=FEATURES)
    method = models.TextField(_("method"), blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("text"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("module"),
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        FieldPanel("method"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("outcomes"),
        index.SearchField("method"),
        index.SearchField("body"),
    ]
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/module_page.html"
    override_translatable_fields = [SynchronizedField("module", overridable=False), TranslatableField("slug")]

    class Meta:
        verbose_name = _("module page")
        verbose_name_plural = _("module pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the facts of the module: what it closes, what it asks for."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | module_context(self, readable_modules(self))


def readable_modules(page: Page) -> Any:
    """Return the live module pages in the language of a page, but for those that are not open to everybody."""
    return open_to_everybody(ModulePage.objects.live().filter(locale=page.locale_id))
