"""The tree of the site's pages, one branch per language, grown page by page."""

from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from courses.models import CataloguePage, CoursePage, ModulePage
from lms.pages.models import HomePage


def plant_site():
    """Return the catalogue pages by language; the site's root is the Italian home."""
    root = Page.get_first_root_node()
    catalogues = {}
    for code, slug in (("it", "catalogo"), ("en", "catalogue")):
        locale = Locale.objects.get(language_code=code)
        words = {"title": f"Home {code}", "slug": f"home-{code}", "hero_title": "Benvenuti", "hero_text": "Testo"}
        home = root.add_child(instance=HomePage(locale=locale, **words))
        root.refresh_from_db()
        if code == "it":
            Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
            key = home.translation_key
        else:
            HomePage.objects.filter(pk=home.pk).update(translation_key=key)
            home.refresh_from_db()
        catalogues[code] = home.add_child(instance=CataloguePage(title=slug.title(), slug=slug, locale=locale))
    Site.clear_site_root_paths_cache()
    return catalogues


def course_page(catalogue, course, **words):
    """Return a live page for a course below a catalogue."""
    words = {"title": f"Corso {course.code}", "summary": "Un corso.", **words}
    page = CoursePage(course=course, slug=slugify(words["title"]), locale=catalogue.locale, **words)
    return catalogue.add_child(instance=page)


def module_page(above, module, **words):
    """Return a live page for a module below a course page."""
    words = {"title": f"Modulo {module.code}", "summary": "Un modulo.", "outcomes": "<p>Saper fare</p>", **words}
    page = ModulePage(module=module, slug=slugify(words["title"]), locale=above.locale, **words)
    return above.add_child(instance=page)
